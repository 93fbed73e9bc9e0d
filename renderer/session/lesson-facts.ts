import { createStore } from 'zustand/vanilla';
import type { Opening, StageAct } from '../../graph-nodes/lesson/check';

/** Parts of the window that were opened, and acts on the stage, since the lesson was opened or reset. */
export interface LessonFacts {
  readonly opened: ReadonlySet<Opening>;
  readonly stageActs: ReadonlySet<StageAct>;
}

export const lessonFacts = createStore<LessonFacts>(() => ({ opened: new Set(), stageActs: new Set() }));

export function noteOpened(part: Opening): void {
  lessonFacts.setState(({ opened }) => (opened.has(part) ? {} : { opened: new Set(opened).add(part) }));
}

export function noteStageAct(act: StageAct): void {
  lessonFacts.setState(({ stageActs }) => (stageActs.has(act) ? {} : { stageActs: new Set(stageActs).add(act) }));
}

export const forgetFacts = (): void => lessonFacts.setState(lessonFacts.getInitialState(), true);
