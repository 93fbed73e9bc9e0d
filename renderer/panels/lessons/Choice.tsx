import { Radio, Stack } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { LessonPart } from '../../../graph-nodes/lesson/document';
import { isRight } from '../../../graph-nodes/lesson/evaluate';
import { answer, contextOf, type OpenLesson } from '../../session/lesson';
import { useMessages } from '../../words';
import { StyledLine } from './ProseText';

interface Props {
  readonly open: OpenLesson;
  /** Id of the part. */
  readonly id: string;
  readonly part: Extract<LessonPart, { type: 'prediction' | 'question' }>;
}

/** Prediction or question. A question shows at once if the answer is right; a prediction waits for its outcome. */
export function Choice({ open, id, part }: Props) {
  const m = useMessages().lessons;
  const chosen = open.progress.answers[id];
  const done = open.progress.done.includes(id);
  const option = chosen === undefined ? undefined : part.options[chosen];
  const right = option !== undefined && (done || isRight(option, contextOf(open)));
  const locked = part.type === 'prediction' && isShown(open, part.id);
  return (
    <section className="lesson-choice" aria-label={m.parts[part.type]}>
      <Radio.Group
        label={
          <>
            <span className="lesson-label">{m.parts[part.type]}</span> <StyledLine text={part.ask} />
          </>
        }
        value={chosen === undefined ? null : String(chosen)}
        onChange={(value) => answer(id, Number(value))}
      >
        <Stack gap={10} mt={8}>
          {part.options.map(({ text }, index) => (
            <Radio
              key={index}
              size="xs"
              value={String(index)}
              label={<StyledLine text={text} />}
              disabled={locked || (part.type === 'question' && done)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <div role="status">
        {part.type === 'question' && option && (
          <p className="lesson-verdict" data-right={right}>
            {right ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
            <span>
              <StyledLine text={right ? part.explain : m.wrong(option.why)} />
            </span>
          </p>
        )}
        {part.type === 'prediction' && option && !locked && <p className="lesson-note">{m.predicted}</p>}
      </div>
    </section>
  );
}

/** True after the outcome of a prediction was reached. */
const isShown = ({ lesson, progress }: OpenLesson, prediction: string): boolean =>
  lesson.steps
    .slice(0, progress.step + 1)
    .some(({ parts }) => parts.some((part) => part.type === 'outcome' && part.prediction === prediction));
