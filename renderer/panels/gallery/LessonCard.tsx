import { UnstyledButton } from '@mantine/core';
import type { Lesson } from '../../../graph-nodes/lesson/document';
import { openLesson } from '../../session/lesson';
import { closeDialog } from '../../ui/panels';
import { useMessages } from '../../words';
import { stateOf } from '../lessons/lesson-state';

/** A lesson with its length and the learner's progress. */
export function LessonCard({ lesson }: { readonly lesson: Lesson }) {
  const m = useMessages().lessons;
  const { title, summary, minutes } = lesson;
  return (
    <UnstyledButton
      className="gallery-card"
      onClick={() => {
        closeDialog();
        void openLesson(lesson);
      }}
    >
      <span className="gallery-title">{title}</span>
      <span className="gallery-facts">
        {m.minutes(minutes)} · {m.states[stateOf(lesson)]}
      </span>
      <span className="muted">{summary}</span>
    </UnstyledButton>
  );
}
