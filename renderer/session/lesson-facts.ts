import { createStore } from 'zustand/vanilla';
import type { Opening, StageAct } from '../../graph-nodes/lesson/check';

/** Parts of the window that are open or were opened, and acts on the stage, since the current step of the lesson began. */
export interface LessonFacts {
  readonly opened: ReadonlySet<Opening>;
  readonly stageActs: ReadonlySet<StageAct>;
}

export const lessonFacts = createStore<LessonFacts>(() => ({ opened: new Set(), stageActs: new Set() }));

export function noteOpened(part: Opening): void {
  lessonFacts.setState((facts) => (facts.opened.has(part) ? facts : { opened: new Set(facts.opened).add(part) }));
}

export function noteStageAct(act: StageAct): void {
  lessonFacts.setState((facts) =>
    facts.stageActs.has(act) ? facts : { stageActs: new Set(facts.stageActs).add(act) },
  );
}

export const forgetFacts = (): void => lessonFacts.setState(lessonFacts.getInitialState(), true);
