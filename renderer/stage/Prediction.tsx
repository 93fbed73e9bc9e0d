import { Button } from '@mantine/core';
import { instruments, type Answer } from '../../graph-nodes/datasets/answers';
import { useMessages } from '../words';
import { InstrumentPicture } from './InstrumentPicture';
import { answerName } from './names';

const instrumentOf = (answer: Answer) => instruments.find((kind) => kind === answer);

interface Props {
  readonly choices: readonly Answer[];
  readonly onPredict: (answer: Answer) => void;
}

/** Asks for a prediction before the answers appear. */
export function Prediction({ choices, onPredict }: Props) {
  const m = useMessages();
  return (
    <section className="stage-prediction" aria-label={m.stage.predict}>
      <strong>{m.stage.predict}</strong>
      <p className="muted">{m.stage.predictHelp}</p>
      <div className="stage-choices">
        {choices.map((answer) => {
          const kind = instrumentOf(answer);
          return (
            <Button
              key={answer}
              size="compact-sm"
              variant="default"
              leftSection={kind && <InstrumentPicture kind={kind} />}
              onClick={() => onPredict(answer)}
            >
              {answerName(answer, m)}
            </Button>
          );
        })}
      </div>
    </section>
  );
}

interface VerdictProps {
  readonly predicted: string;
  readonly truth: string | null;
  readonly onAgain: () => void;
}

/** The prediction beside the right answer. */
export function Verdict({ predicted, truth, onAgain }: VerdictProps) {
  const m = useMessages();
  const right = predicted === truth;
  return (
    <p className="stage-verdict" role="status" data-right={truth === null ? undefined : right}>
      {truth !== null && <span aria-hidden>{right ? '✓ ' : '✕ '}</span>}
      {m.stage.predicted(answerName(predicted, m))}{' '}
      {truth === null ? m.stage.noTruth : right ? m.stage.predictedRight : m.stage.predictedWrong(answerName(truth, m))}{' '}
      <Button size="compact-xs" variant="subtle" onClick={onAgain}>
        {m.stage.again}
      </Button>
    </p>
  );
}
