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
  /** What `doctor` said; undefined until it has. */
  readonly backends: readonly BackendReport[] | undefined;
  readonly backend: BackendChoice;
  /** Formats that the engine writes; undefined until it has answered. */
  readonly formats: Result<'formats'> | undefined;
  readonly log: RunLog | undefined;
  /** Graphs of the last runs as they were when the run began, by run. */
  readonly graphs: ReadonlyMap<string, GraphDocument>;
  /** Why the engine would not start the last run, and of which graph; gone when the next one starts. */
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

/** Events are gathered for so many milliseconds, so that a fast engine cannot keep the window busy with drawing. */
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

/** A graph that this window sent to the engine stays the one it sent, so that its history knows it. */
function noteGraph(run: string, graph: GraphDocument): void {
  session.setState(({ graphs }) =>
    graphs.has(run) ? {} : { graphs: new Map([...graphs, [run, graph] as const].slice(-keptGraphs)) },
  );
}

/** The run that {@link learnGraph} asks about. */
let asked: string | undefined;

/** Asks for the graph of a run that another window started. */
async function learnGraph(): Promise<void> {
  const { log, graphs, starting } = session.getState();
  const run = log?.status.run;
  if (run === undefined || graphs.has(run) || starting || run === asked) return;
  asked = run;
  try {
    noteGraph(run, (await client.request('history', { run })).graph);
  } catch {
    // An engine that is away for a while is asked again with the next event.
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

/** Asks for the backends, and for the curves of a run that goes on or was the last. */
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
    // A connection lost on the way is tried again, and then all of this is asked anew.
    if (!(error instanceof RequestError && error.code === 'unreachable')) report(error);
  }
}

/** Connects to the engine for as long as the window lives. */
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
    // The run’s first status came before the answer; with it, nobody takes the engine for idle.
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

/** Cancels the start of a run; the engine ends it after its present phase. */
export async function cancelStart(): Promise<void> {
  try {
    await client.request('cancelStart', {});
  } catch (error) {
    report(error);
  }
}

/** Asks something of the run that is shown, and takes in its status. */
async function askRun(ask: (run: string) => Promise<RunStatus>): Promise<void> {
  const run = session.getState().log?.status.run;
  if (run === undefined) return;
  try {
    receive({ type: 'event', event: 'status', status: await ask(run) });
  } catch (error) {
    report(error);
  }
}

/** Pauses, resumes or stops the run that is shown. */
export const control = (method: 'pauseRun' | 'continueRun' | 'stop'): Promise<void> =>
  askRun((run) => client.request(method, { run }));

/** Continues the paused run for a step or an epoch. */
export const stepRun = (by: RunUnit): Promise<void> => askRun((run) => client.request('stepRun', { run, by }));
