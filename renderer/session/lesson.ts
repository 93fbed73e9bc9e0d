import { createStore } from 'zustand/vanilla';
import type { RunResult } from '../../engine/contract/runs';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { Lesson, LessonPart } from '../../graph-nodes/lesson/document';
import { partsOf } from '../../graph-nodes/lesson/document';
import {
  evaluateAll,
  isRight,
  type Accuracies,
  type LessonContext,
  type LessonRun,
} from '../../graph-nodes/lesson/evaluate';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { emptyDocument } from '../documents/editing';
import { documentOf, type OpenGraph } from '../documents/open-graph';
import { closeGraph, graphs, onGraphsChange, openBeside, showGraph } from '../documents/open-graphs';
import { closeDialog, panels } from '../ui/panels';
import { readStored, store } from '../words/browser-storage';
import { forgetFacts, lessonFacts } from './lesson-facts';
import { forgetProgress, keepProgress, noProgress, readProgress, type Progress } from './lesson-progress';
import { client, session } from './session';

/** A lesson that is open beside its graph. */
export interface OpenLesson {
  readonly lesson: Lesson;
  /** Initial graph of the lesson. */
  readonly start: GraphDocument;
  /** Id of the open graph of the lesson. */
  readonly graph: number;
  /** The previously active graph, by id, and the state of the training panel. */
  readonly before: { readonly graph: number; readonly livePanelOpen: boolean };
  readonly progress: Progress;
  readonly runs: readonly LessonRun[];
}

export const lessonState = createStore<{ readonly open: OpenLesson | undefined }>(() => ({ open: undefined }));

const openKey = 'studio-lesson';

const isAnswered = (part: LessonPart): boolean => part.type === 'prediction' || part.type === 'question';

/** True for parts that a learner finishes. */
export const isTask = (part: LessonPart): boolean => part.type === 'task' || isAnswered(part);

const graphOf = ({ graph }: OpenLesson): OpenGraph | undefined => graphs.getState().open.find(({ id }) => id === graph);

export function contextOf(open: OpenLesson): LessonContext {
  const graph = graphOf(open);
  const { opened, stageActs } = lessonFacts.getState();
  return { start: open.start, graph: graph ? documentOf(graph) : open.start, runs: open.runs, opened, stageActs };
}

/** True if all parts of a step are finished. */
export function isStepDone({ lesson, progress }: Pick<OpenLesson, 'lesson' | 'progress'>, step: number): boolean {
  const parts = lesson.steps[step]?.parts ?? [];
  return parts.every((part, index) => !isTask(part) || progress.done.includes(`${step}.${index}`));
}

/** True if an outcome is shown: the tasks above it in its step are finished. */
export const isOutcomeDue = ({ lesson, progress }: OpenLesson, step: number, outcome: number): boolean =>
  (lesson.steps[step]?.parts ?? [])
    .slice(0, outcome)
    .every((part, index) => part.type !== 'task' || progress.done.includes(`${step}.${index}`));

export const isLessonDone = (lesson: Lesson, progress: Progress): boolean =>
  lesson.steps.every((_step, index) => isStepDone({ lesson, progress }, index));

function update(change: Partial<OpenLesson>): void {
  const { open } = lessonState.getState();
  if (!open) return;
  const next = { ...open, ...change };
  lessonState.setState({ open: next });
  if (next.progress !== open.progress) keepProgress(next.lesson.id, next.progress);
}

const setProgress = (change: Partial<Progress>): void => {
  const { open } = lessonState.getState();
  if (open) update({ progress: { ...open.progress, ...change } });
};

/** Marks the finished parts of the current step. Finished parts stay finished. */
function review(): void {
  const { open } = lessonState.getState();
  if (!open) return;
  const { step, done } = open.progress;
  const context = contextOf(open);
  const found = (open.lesson.steps[step]?.parts ?? []).flatMap((part, index) => {
    const id = `${step}.${index}`;
    return part.type === 'task' && !done.includes(id) && evaluateAll(part.check, context) ? [id] : [];
  });
  if (found.length > 0) setProgress({ done: [...done, ...found] });
}

/** Chooses an option of a prediction or question. A question is finished with its right answer. */
export function answer(id: string, option: number): void {
  const { open } = lessonState.getState();
  if (!open) return;
  const part = [...partsOf(open.lesson)].find((one) => one.id === id)?.part;
  if (part?.type !== 'prediction' && part?.type !== 'question') return;
  const chosen = part.options[option];
  const finished = part.type === 'prediction' || (chosen !== undefined && isRight(chosen, contextOf(open)));
  const { answers, done } = open.progress;
  setProgress({
    answers: { ...answers, [id]: option },
    ...(finished && !done.includes(id) && { done: [...done, id] }),
  });
}

/** Shows a step. Facts of another step are forgotten, so that a task needs its act in its own step. */
export function showStep(step: number): void {
  setProgress({ step });
  forgetFacts();
  review();
}

const accuraciesOf = (of: RunResult['accuracy']): Accuracies =>
  Object.fromEntries(scenarios.map((scenario) => [scenario, of[scenario].overall])) as unknown as Accuracies;

const runOf = (run: string, graph: GraphDocument, { seed, accuracy, stages = [] }: RunResult): LessonRun => ({
  run,
  graph,
  seed,
  accuracy: accuraciesOf(accuracy),
  stages: stages.map((stage) => accuraciesOf(stage.accuracy)),
});

/** True if the history of the lesson's graph has the document. */
function hasHad({ history }: OpenGraph, document: GraphDocument): boolean {
  const { pastStates, futureStates } = history.past.getState();
  const present = history.store.getState().document;
  return present === document || [...pastStates, ...futureStates].some((state) => state.document === document);
}

/** Records the finished run of the session if it trained the lesson's graph. */
function takeRun(): void {
  const { open } = lessonState.getState();
  const { log, graphs: trained } = session.getState();
  const result = log?.status.result;
  if (!open || !log || !result || log.status.state !== 'finished') return;
  const { run } = log.status;
  const document = trained.get(run);
  const graph = graphOf(open);
  if (!document || !graph || open.progress.runs.includes(run) || !hasHad(graph, document)) return;
  update({
    runs: [...open.runs, runOf(run, document, result)],
    progress: { ...open.progress, runs: [...open.progress.runs, run] },
  });
  review();
}

/** Reads the results of runs that finished before the window was loaded. Deleted runs are left out. */
async function readRuns(names: readonly string[]): Promise<LessonRun[]> {
  const found: LessonRun[] = [];
  for (const name of names) {
    try {
      const { graph, status } = await client.request('history', { run: name });
      if (status.result) found.push(runOf(name, graph, status.result));
    } catch {
      continue;
    }
  }
  return found;
}

/** Limits the window to the controls of the lesson while its graph is shown. */
function limitControls(): void {
  const { open } = lessonState.getState();
  const shown = open && graphs.getState().active.id === open.graph ? open.lesson : undefined;
  const { limits } = panels.getState();
  const controls = shown && new Set<string>(shown.controls);
  const parameters = shown?.parameters && new Set(shown.parameters);
  if (limits?.of === shown) return;
  panels.setState({ limits: controls && shown && { of: shown, controls, parameters } });
}

/** Graph of a lesson: its own, or that of the stored run that it names. */
async function startOf({ graph, run, title }: Lesson): Promise<GraphDocument> {
  if (typeof graph === 'object') return { ...graph, title };
  if (run === undefined) return { ...emptyDocument(), title };
  return { ...(await client.request('history', { run })).graph, title };
}

/** Opens a lesson in a new tab, at the step of the last visit. An open lesson is closed first. */
export async function openLesson(lesson: Lesson): Promise<void> {
  closeLesson();
  if (panels.getState().dialog === 'stage') closeDialog();
  const start = await startOf(lesson);
  const progress = readProgress(lesson.id) ?? noProgress;
  const before = { graph: graphs.getState().active.id, livePanelOpen: panels.getState().livePanelOpen };
  // After the window was loaded again, the tab of the lesson still exists.
  const left = graphs.getState().open.find((graph) => documentOf(graph).title === start.title);
  if (left) showGraph(left.id);
  else openBeside(progress.graph ?? start);
  const graph = graphs.getState().active.id;
  const runs = lesson.run === undefined ? progress.runs : [...new Set([lesson.run, ...progress.runs])];
  forgetFacts();
  lessonState.setState({ open: { lesson, start, graph, before, progress, runs: [] } });
  store(openKey, lesson.id, 'sessionStorage');
  review();
  if (runs.length > 0) {
    const read = await readRuns(runs);
    if (lessonState.getState().open?.graph === graph) update({ runs: read });
    review();
  }
}

/** Closes the lesson and its tab. Its progress and its graph are saved for the next time. */
export function closeLesson(): void {
  const { open } = lessonState.getState();
  if (!open) return;
  const graph = graphOf(open);
  keepProgress(open.lesson.id, { ...open.progress, ...(graph && { graph: documentOf(graph) }) });
  lessonState.setState({ open: undefined });
  store(openKey, '', 'sessionStorage');
  panels.setState({ livePanelOpen: open.before.livePanelOpen });
  if (graph) {
    closeGraph(open.graph, emptyDocument());
    showGraph(open.before.graph);
  }
}

/** Deletes the progress in the open lesson, and starts it again with its initial graph. */
export async function resetLesson(): Promise<void> {
  const { open } = lessonState.getState();
  if (!open) return;
  closeLesson();
  forgetProgress(open.lesson.id);
  await openLesson(open.lesson);
}

/** Shows the lesson's graph if another tab is active. */
export const showLessonGraph = (): void => {
  const { open } = lessonState.getState();
  if (open) showGraph(open.graph);
};

/** Replaces the texts of the open lesson by those of another language. */
export function replaceTexts(lesson: Lesson): void {
  const { open } = lessonState.getState();
  if (open?.lesson.id === lesson.id && open.lesson !== lesson) update({ lesson });
}

/** Id of the open lesson when the window was loaded again. */
export const lessonToRestore = (): string | undefined => readStored(openKey, 'sessionStorage') || undefined;

/** Follows the graph, the runs and the window; returns the function that stops. */
export function startLessons(): () => void {
  const look = () => {
    const { open } = lessonState.getState();
    // The learner closed the tab.
    if (open && !graphOf(open)) closeLesson();
    limitControls();
    review();
  };
  const stops = [
    onGraphsChange(look),
    lessonState.subscribe(limitControls),
    session.subscribe(takeRun),
    lessonFacts.subscribe(review),
  ];
  return () => stops.forEach((stop) => stop());
}
