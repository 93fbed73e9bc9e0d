import { silentSound } from '../../stage/silent-sound';
import type { StageSound } from '../../stage/sound/stage-sound';

/** The player of the stage. */
export const openStageSound = (): StageSound => silentSound();
