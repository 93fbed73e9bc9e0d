import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { EngineEvent } from '../../../engine/contract/protocol';
import type { Remarks, TrashedRun } from '../../../engine/contract/runs';
import type { StudyRun, StudyStatus } from '../../../engine/contract/studies';
import { client } from '../../session/session';
import { notify } from '../../ui/toasts';
import { errorText } from '../../words/engine';
import { looseRows, runningRows, sameRemarks, studyRows, withRemarks, type RunRow } from './run-rows';
import { emptyDraft, type StudyDraft } from './study-draft';

export const pages = ['runs', 'study', 'table', 'curves', 'coordinates'] as const;
export type Page = (typeof pages)[number];

export interface ExperimentsState {
  readonly page: Page;
  /** Runs outside of studies. */
  readonly loose: readonly RunRow[];
  readonly studies: readonly StudyStatus[];
  /** Runs of each study, by the study's folder. */
  readonly studyRuns: ReadonlyMap<string, readonly StudyRun[]>;
  /** Remarks of this window that the engine has not confirmed, by name of the run. */
  readonly edited: ReadonlyMap<string, Remarks>;
  /** Deleted runs, the last deleted first, and the number of days for which they are kept. */
  readonly trash: { readonly runs: readonly TrashedRun[]; readonly days: number };
  /** Runs that were deleted last in this window and can be restored together. */
  readonly undoable: readonly TrashedRun[];
  /** Chosen runs of the list, by name, in the order of the choice. */
  readonly chosen: readonly string[];
  /** The two compared runs. */
  readonly compared: { readonly a: string; readonly b: string } | undefined;
  readonly draft: StudyDraft;
  /** Chosen number of concurrent runs of studies; undefined: chosen by the engine. */
  readonly workers: number | undefined;
  /** Study whose runs are shown. */
  readonly shown: string | undefined;
  /** Source of table, curves and coordinates: `chosen`, `all`, or a study's folder; undefined before a choice. */
  readonly tableOf: string | undefined;
  /** Row that the others of a table are compared with; undefined before a choice, null without a row. */
  readonly tableAgainst: string | null | undefined;
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
  workers: undefined,
  shown: undefined,
  tableOf: undefined,
  tableAgainst: undefined,
}));

export function useExperiments<Part>(part: (state: ExperimentsState) => Part): Part {
  return useStore(experiments, part);
}

/** All runs in the state of the engine, those of studies last. */
const reportedRuns = ({ loose, studyRuns }: Pick<ExperimentsState, 'loose' | 'studyRuns'>): RunRow[] => [
  ...loose,
  ...[...studyRuns].flatMap(([study, runs]) => studyRows(study, runs)),
];

/** All runs with their remarks, those of studies last. */
export function useRuns(): RunRow[] {
  const loose = useExperiments((state) => state.loose);
  const studyRuns = useExperiments((state) => state.studyRuns);
  const edited = useExperiments((state) => state.edited);
  return reportedRuns({ loose, studyRuns }).map((row) => withRemarks(row, edited.get(row.name)));
}

/** Current runs of studies. */
export function useRunningRows(): RunRow[] {
  const studyRuns = useExperiments((state) => state.studyRuns);
  return [...studyRuns].flatMap(([study, runs]) => runningRows(study, runs));
}

/** Removes remarks that the engine has confirmed. */
function settleRemarks(): void {
  experiments.setState((state) => {
    const reported = new Map(reportedRuns(state).map(({ name, remarks }) => [name, remarks]));
    return {
      edited: new Map([...state.edited].filter(([name, remarks]) => !sameRemarks(reported.get(name), remarks))),
    };
  });
}

export const showError = (error: unknown): void => notify('error', errorText(error));

/** Requests the state of a study with its runs. */
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

/** A study that cannot be read is listed with its error. */
async function askAll(): Promise<void> {
  const [{ runs, stored = [] }, { studies }] = await Promise.all([
    client.request('runs', {}),
    client.request('studies', {}),
  ]);
  experiments.setState({ loose: looseRows(runs, stored), studies });
  await Promise.allSettled([...studies.map(({ study }) => askStudy(study)), askTrash()]);
  settleRemarks();
}

/** Open requests, with true if a request is needed again after its answer. */
const asking = new Map<string, boolean>();

/** Sends a request. Calls during an open request lead to one more request after it. */
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
    showError(error);
  } finally {
    asking.delete(key);
  }
}

/** Requests all runs and studies. */
export const refresh = (): Promise<void> => coalesce('', askAll);

/** Applies the engine's events while the experiments are open. */
export function applyEvent(event: EngineEvent): void {
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
