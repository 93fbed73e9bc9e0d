import { Menu } from '@mantine/core';
import { IconCheck, IconCircle, IconCircleHalf2, IconFolderOpen } from '@tabler/icons-react';
import { openLesson } from '../../session/lesson';
import { useMessages } from '../../words';
import { stateOf } from './lesson-state';
import { chooseLesson } from './open-file';
import { useLessons } from './use-lessons';

const marks = { new: IconCircle, begun: IconCircleHalf2, done: IconCheck } as const;

/** List of lessons in a menu, each with the learner's progress. */
export function LessonItems() {
  const m = useMessages().lessons;
  return (
    <>
      {useLessons().map((lesson, index) => {
        const state = stateOf(lesson);
        const Mark = marks[state];
        return (
          <Menu.Item
            key={lesson.id}
            leftSection={<Mark size={15} role="img" aria-label={m.states[state]} />}
            onClick={() => void openLesson(lesson)}
          >
            {index + 1}. {lesson.title}
          </Menu.Item>
        );
      })}
      <Menu.Divider />
      <Menu.Item leftSection={<IconFolderOpen size={15} aria-hidden />} onClick={() => void chooseLesson()}>
        {m.openFile}
      </Menu.Item>
    </>
  );
}
