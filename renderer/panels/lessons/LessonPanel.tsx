import { ActionIcon, Button, CloseButton, ScrollArea, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCheck, IconRestore } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LessonPart } from '../../../graph-nodes/lesson/document';
import { graphs } from '../../documents/open-graphs';
import { lessonFacts } from '../../session/lesson-facts';
import {
  closeLesson,
  isLessonDone,
  isOutcomeDue,
  isStepDone,
  lessonState,
  lessonToRestore,
  openLesson,
  replaceTexts,
  resetLesson,
  showLessonGraph,
  showStep,
  type OpenLesson,
} from '../../session/lesson';
import { confirm } from '../../ui/confirm';
import { usePanels } from '../../ui/panels';
import { useMessages } from '../../words';
import { Choice } from './Choice';
import { Figures } from './Figures';
import { Outcome } from './Outcome';
import { ProseText } from './ProseText';
import { Task } from './Task';
import { useLessons } from './use-lessons';
import { watchWindow } from './watch';

/** The open lesson beside its graph. While the stage is open, the lesson is there: see `StagePanel`. */
export function LessonPanel() {
  const onStage = usePanels(({ dialog }) => dialog === 'stage');
  return onStage ? null : <PresentLesson />;
}

/** The open lesson. Lessons are loaded when one is open, or was open when the window was loaded. */
export function PresentLesson() {
  const open = useStore(lessonState, (state) => state.open);
  const [restores] = useState(() => lessonToRestore() !== undefined);
  return open || restores ? <OpenOrRestored open={open} /> : null;
}

function OpenOrRestored({ open }: { readonly open: OpenLesson | undefined }) {
  const lessons = useLessons();
  useEffect(() => {
    const wanted = lessonToRestore();
    const { open: present } = lessonState.getState();
    for (const lesson of lessons) {
      if (present) replaceTexts(lesson);
      else if (lesson.id === wanted) void openLesson(lesson);
    }
  }, [lessons]);
  const isOpen = open !== undefined;
  useEffect(() => (isOpen ? watchWindow() : undefined), [isOpen]);
  return open ? <Steps open={open} /> : null;
}

function Steps({ open }: { readonly open: OpenLesson }) {
  const m = useMessages().lessons;
  const { lesson, progress } = open;
  const { step } = progress;
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useStore(graphs, ({ active }) => active.id === open.graph);
  // Verdicts and outcomes also depend on the facts.
  useStore(lessonFacts);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [lesson.id, step]);
  const current = lesson.steps[step] ?? lesson.steps[0];
  if (!current) return null;
  // What follows an outcome explains it, so it waits with it.
  const waiting = current.parts.findIndex((part, index) => part.type === 'outcome' && !isOutcomeDue(open, step, index));
  const parts = waiting < 0 ? current.parts : current.parts.slice(0, waiting);
  return (
    <section className="lesson" aria-label={m.panel}>
      <header className="lesson-head">
        <h2>{lesson.title}</h2>
        <Tooltip label={m.reset}>
          <ActionIcon size="sm" aria-label={m.reset} onClick={() => void reset(m)}>
            <IconRestore size={16} />
          </ActionIcon>
        </Tooltip>
        <CloseButton size="sm" aria-label={m.close} onClick={closeLesson} />
      </header>
      <nav aria-label={m.steps}>
        <ol className="lesson-steps">
          {lesson.steps.map(({ title }, index) => {
            const done = isStepDone(open, index) && index <= furthest(open);
            return (
              <li key={title}>
                <UnstyledButton
                  className="lesson-step"
                  aria-current={index === step ? 'step' : undefined}
                  aria-label={m.step(index + 1, lesson.steps.length, title, done)}
                  title={title}
                  data-done={done || undefined}
                  disabled={index > furthest(open)}
                  onClick={() => showStep(index)}
                >
                  {done ? <IconCheck size={13} aria-hidden /> : index + 1}
                </UnstyledButton>
              </li>
            );
          })}
        </ol>
      </nav>
      <ScrollArea className="lesson-scroll" type="auto" scrollbarSize={8} viewportProps={{ tabIndex: 0 }}>
        <div className="lesson-body">
          {!shown && (
            <p className="lesson-elsewhere">
              {m.elsewhere}{' '}
              <Button size="compact-xs" variant="default" onClick={showLessonGraph}>
                {m.showGraph}
              </Button>
            </p>
          )}
          <h3 ref={heading} tabIndex={-1}>
            {current.title}
          </h3>
          {parts.map((part, index) => (
            <Part key={`${step}.${index}`} open={open} id={`${step}.${index}`} part={part} />
          ))}
          {waiting >= 0 && <p className="lesson-note">{m.outcomeWaits}</p>}
        </div>
      </ScrollArea>
      <Foot open={open} />
    </section>
  );
}

/** Last step that can be shown: the one after all finished ones, or one that was shown before. */
const furthest = (open: OpenLesson): number => {
  const first = open.lesson.steps.findIndex((_step, index) => !isStepDone(open, index));
  const last = open.lesson.steps.length - 1;
  return Math.max(open.progress.step, first < 0 ? last : first);
};

async function reset(m: ReturnType<typeof useMessages>['lessons']): Promise<void> {
  if (await confirm({ title: m.reset, text: m.resetText, proceed: m.resetProceed })) await resetLesson();
}

interface PartProps {
  readonly open: OpenLesson;
  readonly id: string;
  readonly part: LessonPart;
}

function Part({ open, id, part }: PartProps) {
  switch (part.type) {
    case 'prose':
      return <ProseText prose={part.prose} />;
    case 'task':
      return <Task task={part} done={open.progress.done.includes(id)} />;
    case 'outcome':
      return <Outcome open={open} prediction={part.prediction} />;
    case 'figures':
      return <Figures open={open} stages={part.stages} />;
    default:
      return <Choice open={open} id={id} part={part} />;
  }
}

function Foot({ open }: { readonly open: OpenLesson }) {
  const m = useMessages().lessons;
  const { lesson, progress } = open;
  const { step } = progress;
  const done = isStepDone(open, step);
  const last = step === lesson.steps.length - 1;
  const others = useLessons();
  const place = others.findIndex(({ id }) => id === lesson.id);
  const next = place < 0 ? undefined : others[place + 1];
  return (
    <footer className="lesson-foot">
      <Button size="compact-sm" variant="default" disabled={step === 0} onClick={() => showStep(step - 1)}>
        {m.back}
      </Button>
      <span className="lesson-message" role="status">
        {isLessonDone(lesson, progress) && last ? m.finished : ''}
      </span>
      {!done && !last && (
        <Button size="compact-sm" variant="subtle" onClick={() => showStep(step + 1)}>
          {m.skip}
        </Button>
      )}
      {last ? (
        <Button size="compact-sm" disabled={!done} onClick={() => (next ? void openLesson(next) : closeLesson())}>
          {next ? m.nextLesson : m.close}
        </Button>
      ) : (
        <Button
          size="compact-sm"
          title={done ? undefined : m.finishFirst}
          disabled={!done}
          onClick={() => showStep(step + 1)}
        >
          {m.next}
        </Button>
      )}
    </footer>
  );
}
