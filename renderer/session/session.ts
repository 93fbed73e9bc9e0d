import { createStore } from 'zustand/vanilla';
import type { BackendName, BackendReport } from '../../engine/contract/backends';
import { RequestError } from '../../engine/contract/errors';
import type { EngineMessage } from '../../engine/contract/messages';
import type { Result } from '../../engine/contract/methods';
import type { EngineEvent } from '../../engine/contract/protocol';
import type { RunStatus, RunUnit, StartingRun } from '../../engine/contract/runs';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { EngineClient, type ConnectionState } from './engine-client';
import { errorMessage } from '../../engine/contract/errors';
import { messageText, errorText } from '../words/engine';
import { notify } from '../ui/toasts';
import { openPort } from './transport';
import { applyEvents, endOfLost, joinHistory, runToJoin, type RunLog } from './run-log';
import { openLivePanel } from '../ui/panels';

export type BackendChoice = BackendName | 'auto';

export interface SessionState {
  readonly connection: ConnectionState;
  /** Report of `doctor`; undefined until it arrives. */
  readonly backends: readonly BackendReport[] | undefined;
  readonly backend: BackendChoice;
  /** Export formats of the engine; undefined until its answer arrives. */
  readonly formats: Result<'formats'> | undefined;
  readonly log: RunLog | undefined;
  /** Graphs of the last runs at the start of each run, by run. */
  readonly graphs: ReadonlyMap<string, GraphDocument>;
  /** Reason that the engine refused the last run, and its graph; removed when the next one starts. */
  readonly refusal:
    { readonly reason: EngineMessage; readonly graph: GraphDocument; readonly node?: string } | undefined;
  /** True from the click on Train until the engine has answered. */
  readonly starting: boolean;
  /** The run that the engine is starting, its phase, and the time of its first phase by this window's clock. */
  readonly startingRun: (StartingRun & { readonly since: number }) | undefined;
}

export const session = createStore<SessionState>(() => ({
  connection: 'connecting',
  backends: undefined,
  backend: 'auto',
  formats: undefined,
  log: undefined,
  graphs: new Map(),
  refusal: undefined,
  starting: false,
  startingRun: undefined,
}));

export const client = new EngineClient(openPort);

/** Interval in milliseconds in which events are collected, so that a fast engine does not keep the window busy with drawing. */
const gathering = 120;
let waiting: EngineEvent[] = [];

function drain(): void {
  const events = waiting;
  waiting = [];
  session.setState(({ log }) => ({ log: applyEvents(log, events) }));
  void learnGraph();
}

/** A window follows one run at a time, so graphs of earlier ones are dropped. */
const keptGraphs = 8;

/** A graph that this window sent to the engine stays the same object, so that its history contains it. */
function noteGraph(run: string, graph: GraphDocument): void {
  session.setState(({ graphs }) =>
    graphs.has(run) ? {} : { graphs: new Map([...graphs, [run, graph] as const].slice(-keptGraphs)) },
  );
}

/** The run of the open request of {@link learnGraph}. */
let asked: string | undefined;

/** Requests the graph of a run that another window started. */
async function learnGraph(): Promise<void> {
  const { log, graphs, starting } = session.getState();
  const run = log?.status.run;
  if (run === undefined || graphs.has(run) || starting || run === asked) return;
  asked = run;
  try {
    noteGraph(run, (await client.request('history', { run })).graph);
  } catch {
    // After a lost connection, the next event repeats the request.
    asked = undefined;
  }
}

function followStart(run: StartingRun | null): void {
  session.setState(({ startingRun }) => ({
    startingRun: run ? { ...run, since: startingRun?.since ?? performance.now() } : undefined,
  }));
  if (run) openLivePanel();
}

function receive(event: EngineEvent): void {
  if (event.event === 'starting') return followStart(event.run);
  waiting.push(event);
  if (waiting.length === 1) setTimeout(drain, gathering);
}

const report = (error: unknown): void => notify('error', errorText(error));

/** Requests the backends, and the curves of the running or the last run. */
async function rejoin(): Promise<void> {
  try {
    session.setState({ formats: await client.request('formats', {}) });
    const { runs } = await client.request('runs', {});
    session.setState(({ log }) => ({ log: endOfLost(log, runs) }));
    const run = runToJoin(runs);
    if (run !== undefined) {
      const { graph, ...history } = await client.request('history', { run: run.run });
      noteGraph(run.run, graph);
      drain();
      session.setState(({ log }) => ({ log: joinHistory(log, history) }));
      if (runToJoin([history.status]) !== undefined) openLivePanel();
    }
    const { backends } = await client.request('doctor', {});
    session.setState({ backends });
  } catch (error) {
    // A connection that is lost during these requests is opened again, and the requests are repeated.
    if (!(error instanceof RequestError && error.code === 'unreachable')) report(error);
  }
}

/** Connects to the engine during the life of the window. */
export function startSession(): void {
  client.onEvent(receive);
  client.onState((connection) => {
    session.setState({ connection, ...(connection !== 'connected' && { startingRun: undefined }) });
    if (connection === 'connected') void rejoin();
    if (connection === 'incompatible') notify('error', messageText(client.reason));
  });
  void client.connect();
}

export async function train(graph: GraphDocument): Promise<void> {
  const { backend, starting } = session.getState();
  if (starting) return;
  session.setState({ starting: true, refusal: undefined });
  openLivePanel();
  try {
    const { run } = await client.request('train', { graph, backend });
    noteGraph(run, graph);
    // The run’s first status arrives before the answer. Without it, the engine would look idle.
    drain();
  } catch (error) {
    if (errorMessage(error).code === 'startCancelled') return notify('info', errorText(error));
    const node = error instanceof RequestError ? error.node : undefined;
    session.setState({ refusal: { reason: errorMessage(error), graph, ...(node === undefined ? {} : { node }) } });
    report(error);
  } finally {
    session.setState({ starting: false });
  }
}

/** Cancels the start of a run; the engine ends it after its current phase. */
export async function cancelStart(): Promise<void> {
  try {
    await client.request('cancelStart', {});
  } catch (error) {
    report(error);
  }
}

/** Sends a request about the shown run, and applies its status. */
async function askRun(ask: (run: string) => Promise<RunStatus>): Promise<void> {
  const run = session.getState().log?.status.run;
  if (run === undefined) return;
  try {
    receive({ type: 'event', event: 'status', status: await ask(run) });
  } catch (error) {
    report(error);
  }
}

/** Pauses, resumes or stops the shown run. */
export const control = (method: 'pauseRun' | 'continueRun' | 'stop'): Promise<void> =>
  askRun((run) => client.request(method, { run }));

/** Continues the paused run for a step or an epoch. */
export const stepRun = (by: RunUnit): Promise<void> => askRun((run) => client.request('stepRun', { run, by }));
