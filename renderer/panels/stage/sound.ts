import { fetchedSounds, SoundLibrary } from '../../stage/sound/library';
import { createStageSound } from '../../stage/sound/player';
import type { StageSound } from '../../stage/sound/stage-sound';

/** Sounds of the editor; decoded ones stay for the next opening. */
export const soundLibrary = new SoundLibrary(fetchedSounds);

let player: StageSound | undefined;

/** The only player of the window. */
export const stageSound = (): StageSound => (player ??= createStageSound(soundLibrary));
