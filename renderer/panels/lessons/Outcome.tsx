import { IconCheck, IconX } from '@tabler/icons-react';
import { partsOf } from '../../../graph-nodes/lesson/document';
import { isRight } from '../../../graph-nodes/lesson/evaluate';
import { contextOf, type OpenLesson } from '../../session/lesson';
import { useMessages } from '../../words';
import { StyledLine } from './ProseText';

/** The learner's prediction beside the outcome in the learner's runs. */
export function Outcome({ open, prediction }: { readonly open: OpenLesson; readonly prediction: string }) {
  const m = useMessages().lessons;
  const found = [...partsOf(open.lesson)].find(({ part }) => part.type === 'prediction' && part.id === prediction);
  if (found?.part.type !== 'prediction') return null;
  const { options } = found.part;
  const context = contextOf(open);
  const chosen = options[open.progress.answers[found.id] ?? -1];
  const right = options.find((option) => isRight(option, context));
  if (!right) return <p className="lesson-note">{m.notMeasured}</p>;
  const hit = chosen === right;
  return (
    <section className="lesson-choice" aria-label={m.outcome}>
      {chosen && (
        <p>
          <span className="lesson-label">{m.yourPrediction}</span> <StyledLine text={chosen.text} />
        </p>
      )}
      <p className="lesson-verdict" data-right={hit}>
        {hit ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
        <span>
          <span className="lesson-label">{m.outcome}</span> <StyledLine text={right.text} />
        </span>
      </p>
    </section>
  );
}
