import type { StageFacts } from '../../engine/contract/stage';
import { useMessages } from '../words';
import { Choice } from './Addressings';

interface CheckpointChoiceProps {
  readonly checkpoints: StageFacts['checkpoints'];
  /** Name of the chosen checkpoint; undefined: the final weights. */
  readonly chosen: string | undefined;
  readonly onChoose: (checkpoint: string | undefined) => void;
}

/** A slider over the saved checkpoints in the order of training, the final weights last; nothing if only these are saved. */
export function CheckpointChoice({ checkpoints, chosen, onChoose }: CheckpointChoiceProps) {
  const m = useMessages().insides;
  const earlier = checkpoints.filter(({ name }) => name !== 'final');
  if (earlier.length === 0) return null;
  const found = earlier.findIndex(({ name }) => name === chosen);
  const at = found < 0 ? earlier.length : found;
  const shown = earlier[at];
  return (
    <Choice
      title={m.checkpoint}
      value={at}
      count={earlier.length + 1}
      text={shown ? m.checkpointAt(shown.epoch) : m.finalWeights}
      onChange={(next) => onChoose(earlier[next]?.name)}
    />
  );
}
