import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconVolume,
  IconVolumeOff,
  type Icon,
} from '@tabler/icons-react';
import { useMessages } from '../words';
import type { Clock } from './clock';
import { useSound } from './use-clock';

interface ToolProps {
  readonly label: string;
  readonly icon: Icon;
  readonly run: () => void;
  readonly autofocus?: boolean;
  readonly disabled?: boolean;
}

/** A button of the stage. */
export function StageTool({ label, icon: Glyph, run, autofocus = false, disabled = false }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        variant="default"
        onClick={run}
        disabled={disabled}
        {...(autofocus && { 'data-autofocus': true })}
      >
        <Glyph size={17} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Play, pause, rewind and the loudspeaker. */
export function Transport({ clock }: { readonly clock: Clock }) {
  const m = useMessages().stage;
  const { playing, muted, state } = useSound(clock.sound);
  return (
    <div className="stage-transport">
      <StageTool
        label={playing ? m.pause : m.play}
        icon={playing ? IconPlayerPauseFilled : IconPlayerPlayFilled}
        run={() => clock.toggle()}
        autofocus
      />
      <StageTool label={m.rewind} icon={IconPlayerSkipBackFilled} run={() => clock.seek(0)} />
      <StageTool
        label={state === 'unavailable' ? m.soundUnavailable : muted ? m.unmute : m.mute}
        icon={muted || state === 'unavailable' ? IconVolumeOff : IconVolume}
        run={() => clock.sound.setMuted(!muted)}
        disabled={state === 'unavailable'}
      />
      {state === 'loading' && <span className="muted">{m.soundLoading}</span>}
    </div>
  );
}
