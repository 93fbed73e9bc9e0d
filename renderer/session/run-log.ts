import type { EngineEvent } from '../../engine/contract/protocol';
import type { EpochRecord, NodeSizes, Preview, RunState, RunStatus, StepRecord } from '../../engine/contract/runs';

/** A run in the editor: its status and its curves so far. */
export interface RunLog {
  readonly status: RunStatus;
  readonly steps: readonly StepRecord[];
  readonly epochs: readonly EpochRecord[];
  /** Figures of the nodes after the last epoch. */
  readonly previews?: readonly Preview[] | undefined;
  /** Sizes of gradient and update in the last step of the last epoch, by node. */
  readonly sizes?: NodeSizes | undefined;
}

const activeStates: ReadonlySet<RunState> = new Set<RunState>(['preparing', 'training', 'paused', 'evaluating']);

/** True while a run has not ended. */
export const isActive = (log: RunLog | undefined): boolean => log !== undefined && activeStates.has(log.status.state);

/** True if a run has ended with weights. */
export const hasEnded = (log: RunLog | undefined): boolean =>
  log?.status.state === 'finished' || log?.status.state === 'stopped';

/** Applies events. Of several runs the current one is followed to its end, then the next one that starts. */
export function applyEvents(log: RunLog | undefined, events: readonly EngineEvent[]): RunLog | undefined {
  let status = log?.status;
  let steps: StepRecord[] | undefined;
  let epochs: EpochRecord[] | undefined;
  let previews = log?.previews;
  let sizes = log?.sizes;
  const newSteps = () => (steps ??= [...(log?.steps ?? [])]);
  const newEpochs = () => (epochs ??= [...(log?.epochs ?? [])]);
  for (const event of events) {
    if (event.event === 'status') {
      if (status !== undefined && event.status.run !== status.run) {
        if (activeStates.has(status.state) || !activeStates.has(event.status.state)) continue;
        steps = [];
        epochs = [];
        previews = undefined;
        sizes = undefined;
      }
      status = event.status;
    } else if (event.event !== 'step' && event.event !== 'epoch') {
      continue;
    } else if (event.run !== status?.run) {
      continue;
    } else if (event.event === 'step') {
      if (event.record.step > (newSteps().at(-1)?.step ?? -1)) newSteps().push(event.record);
    } else if (event.record.epoch > (newEpochs().at(-1)?.epoch ?? -1)) {
      newEpochs().push(event.record);
      previews = event.previews;
      sizes = event.sizes;
    }
  }
  if (status === undefined) return undefined;
  return { status, steps: steps ?? log?.steps ?? [], epochs: epochs ?? log?.epochs ?? [], previews, sizes };
}

/** Merges the history of a run with events that arrived since the request. */
export function joinHistory(log: RunLog | undefined, history: RunLog): RunLog {
  if (log?.status.run !== history.status.run) return history;
  const lastStep = history.steps.at(-1)?.step ?? -1;
  const lastEpoch = history.epochs.at(-1)?.epoch ?? -1;
  const newest = (log.epochs.at(-1)?.epoch ?? -1) > lastEpoch ? log : history;
  return {
    status: log.status.step > history.status.step ? log.status : history.status,
    steps: [...history.steps, ...log.steps.filter(({ step }) => step > lastStep)],
    epochs: [...history.epochs, ...log.epochs.filter(({ epoch }) => epoch > lastEpoch)],
    previews: newest.previews,
    sizes: newest.sizes,
  };
}

/** Run that a new window shows: the running one, else the newest. Runs are sorted by age, newest first. */
export const runToJoin = (runs: readonly RunStatus[]): RunStatus | undefined =>
  runs.find((run) => activeStates.has(run.state)) ?? runs[0];

/** Log of a run that ended with its engine: a failed run with its curves so far. */
export function endOfLost(log: RunLog | undefined, runs: readonly RunStatus[]): RunLog | undefined {
  if (log === undefined || !isActive(log) || runs.some(({ run }) => run === log.status.run)) return log;
  return {
    ...log,
    status: { ...log.status, state: 'failed', message: { code: 'engineRestarted' }, secondsLeft: null },
  };
}
