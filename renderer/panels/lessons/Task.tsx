import { UnstyledButton } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { useState } from 'react';
import type { LessonPart } from '../../../graph-nodes/lesson/document';
import { useMessages } from '../../words';
import { StyledLine } from './ProseText';

type TaskPart = Extract<LessonPart, { type: 'task' }>;

/** Action that the learner takes, with its check mark and its hint. */
export function Task({ task, done }: { readonly task: TaskPart; readonly done: boolean }) {
  const m = useMessages().lessons;
  const [hint, setHint] = useState(false);
  const Mark = done ? IconCircleCheckFilled : IconCircle;
  return (
    <div className="lesson-task" data-done={done || undefined}>
      <Mark size={18} role="img" aria-label={done ? m.done : m.toDo} />
      <div>
        <p>
          <StyledLine text={task.do} />
        </p>
        {task.hint !== undefined && !done && (
          <UnstyledButton className="lesson-hint-button" aria-expanded={hint} onClick={() => setHint(!hint)}>
            {m.hint}
          </UnstyledButton>
        )}
        {task.hint !== undefined && hint && !done && (
          <p className="lesson-hint">
            <StyledLine text={task.hint} />
          </p>
        )}
      </div>
    </div>
  );
}
