import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { EngineEvent } from '../../../engine/contract/protocol';
import type { Remarks, TrashedRun } from '../../../engine/contract/runs';
import type { StudyRun, StudyStatus } from '../../../engine/contract/studies';
import { client } from '../../session/session';
import { notify } from '../../ui/toasts';
import { errorText } from '../../words/engine';
import { looseRows, sameRemarks, studyRows, withRemarks, type RunRow } from './run-rows';
import { emptyDraft, type StudyDraft } from './study-draft';

export const pages = ['runs', 'study', 'table', 'curves', 'coordinates'] as const;
export type Page = (typeof pages)[number];

export interface ExperimentsState {
  readonly page: Page;
  /** Runs that belong to no study. */
  readonly loose: readonly RunRow[];
  readonly studies: readonly StudyStatus[];
  /** The runs of each study, by the study's folder. */
  readonly studyRuns: ReadonlyMap<string, readonly StudyRun[]>;
  /** What was said of runs in this window and is not known to be kept yet, by name. */
  readonly edited: ReadonlyMap<string, Remarks>;
  /** The deleted runs, the last deleted first, and the number of days for which they are kept. */
  readonly trash: { readonly runs: readonly TrashedRun[]; readonly days: number };
  /** The runs that were deleted last in this window and can be restored together. */
  readonly undoable: readonly TrashedRun[];
  /** The runs that are chosen in the list, by name, in the order they were chosen in. */
  readonly chosen: readonly string[];
  /** The two runs that are held against each other. */
  readonly compared: { readonly a: string; readonly b: string } | undefined;
  readonly draft: StudyDraft;
  /** The study whose runs are shown. */
  readonly shown: string | undefined;
  /** What the table, the curves and the coordinates are of: `chosen`, `all`, or a study's folder. */
  readonly tableOf: string;
}

export const experiments = createStore<ExperimentsState>(() => ({
  page: 'runs',
  loose: [],
  studies: [],
  studyRuns: new Map(),
  edited: new Map(),
  trash: { runs: [], days: 0 },
  undoable: [],
  chosen: [],
  compared: undefined,
  draft: emptyDraft,
  shown: undefined,
  tableOf: 'all',
}));

export function useExperiments<Part>(part: (state: ExperimentsState) => Part): Part {
  return useStore(experiments, part);
}

/** Every run as the engine tells of it, those of studies after the others. */
const toldRuns = ({ loose, studyRuns }: Pick<ExperimentsState, 'loose' | 'studyRuns'>): RunRow[] => [
  ...loose,
  ...[...studyRuns].flatMap(([study, runs]) => studyRows(study, runs)),
];

/** Every run, those of studies after the others, with what is said of it. */
export function useRuns(): RunRow[] {
  const loose = useExperiments((state) => state.loose);
  const studyRuns = useExperiments((state) => state.studyRuns);
  const edited = useExperiments((state) => state.edited);
  return toldRuns({ loose, studyRuns }).map((row) => withRemarks(row, edited.get(row.name)));
}

/** What the engine tells as it was edited is kept. */
function settleRemarks(): void {
  experiments.setState((state) => {
    const told = new Map(toldRuns(state).map(({ name, remarks }) => [name, remarks]));
    return { edited: new Map([...state.edited].filter(([name, remarks]) => !sameRemarks(told.get(name), remarks))) };
  });
}

export const sayError = (error: unknown): void => notify('error', errorText(error));

/** Asks how a study stands, with its runs. */
async function askStudy(study: string): Promise<void> {
  const { status, runs } = await client.request('study', { study });
  experiments.setState(({ studyRuns }) => ({ studyRuns: new Map(studyRuns).set(study, runs) }));
  takeStatus(status);
}

async function askTrash(): Promise<void> {
  const trash = await client.request('trash', {});
  experiments.setState(({ undoable }) => ({
    trash,
    undoable: undoable.filter(({ trashed }) => trash.runs.some((run) => run.trashed === trashed)),
  }));
}

function takeStatus(status: StudyStatus): void {
  experiments.setState(({ studies }) => ({
    studies: studies.some(({ study }) => study === status.study)
      ? studies.map((other) => (other.study === status.study ? status : other))
      : [...studies, status],
  }));
}

/** A study that cannot be read is listed with what is wrong with it. */
async function askAll(): Promise<void> {
  const [{ runs, stored = [] }, { studies }] = await Promise.all([
    client.request('runs', {}),
    client.request('studies', {}),
  ]);
  experiments.setState({ loose: looseRows(runs, stored), studies });
  await Promise.allSettled([...studies.map(({ study }) => askStudy(study)), askTrash()]);
  settleRemarks();
}

/** What is being asked, and whether it is to be asked again since. */
const asking = new Map<string, boolean>();

/** Asks; of many times that the same is wanted meanwhile, once more. */
async function coalesce(key: string, ask: () => Promise<void>): Promise<void> {
  if (asking.has(key)) {
    asking.set(key, true);
    return;
  }
  try {
    do {
      asking.set(key, false);
      await ask();
    } while (asking.get(key) === true);
  } catch (error) {
    sayError(error);
  } finally {
    asking.delete(key);
  }
}

/** Asks for all runs and studies. */
export const refresh = (): Promise<void> => coalesce('', askAll);

/** Takes in what the engine tells while the experiments are open. */
export function hear(event: EngineEvent): void {
  if (event.event === 'study') {
    takeStatus(event.status);
    const { study } = event.status;
    void coalesce(study, () => askStudy(study));
  } else if (event.event === 'status') {
    const { run, state } = event.status;
    const known = experiments.getState().loose.find(({ name }) => name === run);
    if (known?.state !== state) void refresh();
  }
}

/** Shows these runs, chosen, in the list of runs. */
export function showRuns(names: readonly string[]): void {
  experiments.setState({ page: 'runs', chosen: names, compared: undefined });
}

export function editDraft(change: Partial<StudyDraft>): void {
  experiments.setState(({ draft }) => ({ draft: { ...draft, ...change } }));
}
