import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { baseFinder } from '../../graph-nodes/study/bases';
import type { StudyDocument } from '../../graph-nodes/study/document';
import type { PlannedRun } from '../../graph-nodes/study/plan';
import { plannedEpochs } from '../../graph-nodes/nodes/trainer/stages';
import { errorMessage, RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import type { StudyRun, StudyStatus } from '../contract/studies';
import { backends } from '../backends/table';
import { explained } from '../files/atomic';
import { codeVersion } from '../runs/code-version';
import { DataVersions } from '../runs/data-versions';
import type { EstimateAlone, RunEstimates } from '../runs/run-estimate';
import { secondsLeft, type ProbedSize, type TimedRun, type WaitingRun } from './estimate';
import { graphDigest, runIdentity, equalEarlierCode, trainedDigests } from './identity';
import type { RunTask } from './run-process';
import type { RunQueue } from './run-queue';
import {
  forgetFailures,
  givenUp,
  KnownRuns,
  planFormat,
  recordFailure,
  runFolderName,
  runPath,
  secondsOf,
  studyFiles,
  studyFolder,
  writeStudy,
  type Failure,
} from './study-folder';
import { lockStudy } from './study-lock';
import { baseFailed, planOf, readDone, viewOf } from './study-results';

/** Minimum time between two status events in milliseconds; changes of a run's state are sent at once. */
const statusEverySeconds = 0.5;

/** A run of the study with its state. */
interface SessionRun {
  readonly planned: PlannedRun;
  readonly task: RunTask;
  /** The run whose final weights it starts from. */
  readonly base: SessionRun | undefined;
  state: StudyRun['state'];
  share: number;
  failures: readonly Failure[];
}

/** A study: its plan and, after the start, its execution. */
export class StudySession {
  /** Name of its folder. */
  readonly id: string;
  private lastStatus = -Infinity;
  private message: EngineMessage = { code: 'studyWaiting' };
  private broken: EngineMessage | undefined;
  private queue: RunQueue | undefined;
  private stopping = false;
  private active = false;
  /** Probed graphs, from the smallest to the largest. */
  probes: readonly ProbedSize[] = [];
  /** Estimates from single runs, by the name of a run. */
  private singles: ReadonlyMap<string, EstimateAlone> = new Map();

  private constructor(
    readonly document: StudyDocument,
    readonly folder: string,
    private readonly runs: readonly SessionRun[],
    private readonly timed: TimedRun[],
    private readonly emit: (status: StudyStatus) => void,
  ) {
    this.id = path.basename(folder);
  }

  /**
   * Plans a study and finds its finished runs. Nothing is written.
   * @throws {RequestError} if it cannot be planned
   */
  static async plan(
    runsFolder: string,
    study: StudyDocument,
    emit: (status: StudyStatus) => void = () => undefined,
  ): Promise<StudySession> {
    const planned = planOf(study);
    requireForStudies(study.backend);
    const folder = await studyFolder(runsFolder, study);
    const known = await KnownRuns.of(folder);
    const { backend, threads } = study;
    const data = new DataVersions();
    const timed: TimedRun[] = [];
    const digests = trainedDigests(planned);
    const baseOf = baseFinder(planned);
    const runs = new Map<PlannedRun, SessionRun>();
    for (const run of planned) {
      const { name, seed, graph: document } = run;
      const files = await data.of(document);
      const plannedBase = baseOf(run);
      const base = plannedBase && runs.get(plannedBase);
      const identityWith = (version: string) => runIdentity(document, files, study, version, base?.task.identity);
      const { identity, done, failures } = known.find([
        identityWith(codeVersion),
        ...equalEarlierCode.map(identityWith),
      ]);
      const own = done ?? runFolderName(name, seed, identity);
      const graph = digests.get(run) ?? graphDigest(document);
      const place = { identity, folder: own, ...(base && { base: base.task.folder }) };
      const task: RunTask = { name, seed, graph, ...place, document, backend, threads };
      const failed = givenUp(failures) || base?.state === 'failed';
      const state = done !== undefined ? 'done' : failed ? 'failed' : 'waiting';
      runs.set(run, { planned: run, task, base, state, share: state === 'done' ? 1 : 0, failures });
      if (state === 'done') await rememberTime(timed, folder, task);
    }
    return new StudySession(study, folder, [...runs.values()], timed, emit);
  }

  /** One unfinished run for each name without a finished run. */
  private get undone(): RunTask[] {
    const known = new Set(this.timed.map(({ name }) => name));
    const tasks = new Map<string, RunTask>();
    for (const { task, state } of this.runs) {
      if (state === 'waiting' && !known.has(task.name) && !tasks.has(task.name)) tasks.set(task.name, task);
    }
    return [...tasks.values()];
  }

  /** One waiting run of each name whose graph was not timed. */
  get untimed(): RunTask[] {
    return this.undone.filter(({ name }) => this.singles.get(name)?.estimate.basis !== 'sameGraph');
  }

  /** Takes over the estimates that Train shows for the graphs, one per name of a run. */
  async estimateBy(estimates: RunEstimates): Promise<void> {
    const tasks = [...new Map(this.runs.map(({ task }) => [task.name, task])).values()];
    const documents = tasks.map(({ document }) => document);
    const found = await estimates.estimateAll(documents, this.document.backend);
    this.singles = new Map(found.map((estimate, index) => [tasks[index]?.name ?? '', estimate]));
  }

  get graphs(): PlannedRun['graph'][] {
    return this.runs.map(({ planned }) => planned.graph);
  }

  /** Estimate of the remaining time for a number of workers, in seconds. */
  secondsLeft(workers: number): number | null {
    const waiting = new Map<SessionRun, WaitingRun>();
    for (const run of this.runs) {
      const { planned, base, state, share } = run;
      if (state !== 'waiting' && state !== 'running') continue;
      const after = base && waiting.get(base);
      const single = this.singles.get(planned.name);
      const about = { name: planned.name, document: planned.graph, share };
      waiting.set(run, { ...about, ...(after && { after }), ...(single && { single }) });
    }
    const known = this.timed.map((run) => {
      const single = this.singles.get(run.name)?.estimate;
      return single === undefined || single.basis === 'none' ? run : { ...run, single: single.seconds };
    });
    const { threads } = this.document;
    const cores = this.queue?.elsewhere === true ? Infinity : os.availableParallelism();
    return secondsLeft([...waiting.values()], known, { workers, threads, cores }, this.probes);
  }

  get status(): StudyStatus {
    const count = (state: SessionRun['state']) => this.runs.filter((run) => run.state === state).length;
    const [done, running, failed] = [count('done'), count('running'), count('failed')];
    const left = this.runs.length - done - failed;
    const ended = left > 0 ? 'unfinished' : failed > 0 ? 'failed' : 'finished';
    return {
      study: this.id,
      title: this.document.title,
      state: this.active ? 'running' : ended,
      message: this.message,
      runs: this.runs.length,
      done,
      running,
      failed,
      secondsLeft: this.secondsLeft(this.queue?.workers ?? 1),
    };
  }

  /** All runs with their current state. */
  async list(): Promise<StudyRun[]> {
    return Promise.all(
      this.runs.map(async ({ planned, task, base, state, share, failures }) => {
        const folder = runPath(this.folder, task);
        const found = state === 'done' ? { ...planned, folder, ...(await readDone(folder)) } : planned;
        const failedWithBase = state === 'failed' && failures.length === 0 && base;
        const message = failedWithBase && { message: baseFailed(base.planned) };
        return { ...viewOf(found, failures), state, share, ...message };
      }),
    );
  }

  /**
   * Runs the unfinished runs; resolves when none is left or the study is stopped. An error of a run is stored with it;
   * an error of the study is thrown.
   * @param makeQueue called once the folder is locked
   * @throws {RequestError} if another studio runs the study
   */
  async run(
    makeQueue: (folder: string) => Promise<RunQueue>,
    options: { readonly retryFailed: boolean; readonly onStarted: () => void },
  ): Promise<void> {
    const release = await lockStudy(this.folder, () => this.breakOff({ code: 'studyTakenOver' }));
    try {
      if (options.retryFailed) await this.retryFailed();
      await writeStudy(this.folder, this.document, {
        version: planFormat.version,
        code: codeVersion,
        runs: this.runs.map(({ task: { name, seed, graph, identity, folder, base } }) => ({
          name,
          seed,
          graph,
          identity,
          folder,
          ...(base !== undefined && { base }),
        })),
      });
      const queue = await makeQueue(this.folder);
      this.queue = queue;
      this.active = true;
      this.reportStatus(this.present);
      options.onStarted();
      try {
        await this.completeAll(queue);
      } finally {
        await queue.close();
        this.active = false;
        this.reportStatus(this.ending());
      }
      if (this.broken !== undefined) throw new RequestError('failed', this.broken);
      if (this.stopping) return;
      const partial = path.join(this.folder, studyFiles.partial);
      await explained(partial, () => rm(partial, { recursive: true, force: true }));
    } finally {
      await release();
    }
  }

  /** Stops the study; {@link run} resolves when it has ended. */
  stop(): void {
    if (this.stopping) return;
    this.stopping = true;
    void this.queue?.close();
  }

  private breakOff(message: EngineMessage): void {
    this.broken ??= message;
    this.stop();
  }

  private async retryFailed(): Promise<void> {
    await forgetFailures(this.folder);
    for (const run of this.runs) {
      run.failures = [];
      if (run.state === 'failed') run.state = 'waiting';
    }
  }

  /** Completes all waiting runs, each after its base run. */
  private async completeAll(queue: RunQueue): Promise<void> {
    const ends = new Map<SessionRun, Promise<void>>();
    for (const run of this.runs) {
      if (run.state !== 'waiting') continue;
      const before = run.base && ends.get(run.base);
      ends.set(run, before ? before.then(() => this.completeAfterBase(run, queue)) : this.complete(run, queue));
    }
    await Promise.all(ends.values());
  }

  /** Completes a run whose base has ended. If the base failed, the run fails, too. */
  private async completeAfterBase(run: SessionRun, queue: RunQueue): Promise<void> {
    if (run.base?.state === 'done') return this.complete(run, queue);
    if (run.base?.state !== 'failed') return;
    run.state = 'failed';
    this.reportStatus(this.present);
  }

  /** Completes one run: it is finished, failed, or stopped with the study. */
  private async complete(run: SessionRun, queue: RunQueue): Promise<void> {
    while (run.state === 'waiting' && !this.stopping) {
      try {
        const outcome = await queue.dispatch(run.task, (share) => this.progress(run, share));
        if (outcome.state === 'done') {
          run.share = 1;
          run.state = 'done';
          await rememberTime(this.timed, this.folder, run.task);
        } else if (outcome.state === 'unwritable') {
          this.giveBack(run, outcome.message);
        } else {
          const failure = { message: outcome.message, crashed: outcome.state === 'crashed' };
          run.failures = [...run.failures, failure];
          run.share = 0;
          run.state = givenUp(run.failures) ? 'failed' : 'waiting';
          await recordFailure(this.folder, run.task.identity, failure);
        }
      } catch (error) {
        this.giveBack(run, errorMessage(error));
      }
      this.reportStatus(this.active ? this.present : this.message);
    }
  }

  /** A run that is resumed later. Its cause, such as a full disk, is no fault of the run and affects all runs. */
  private giveBack(run: SessionRun, message: EngineMessage): void {
    run.share = 0;
    run.state = 'waiting';
    if (!this.stopping) this.breakOff(message);
  }

  private progress(run: SessionRun, share: number): void {
    const begun = run.state !== 'running';
    run.state = 'running';
    run.share = share;
    if (begun || performance.now() / 1000 - this.lastStatus > statusEverySeconds) this.reportStatus(this.present);
  }

  /** Status message while the study runs. */
  private get present(): EngineMessage {
    return this.queue?.note ?? { code: 'studyRunning' };
  }

  private ending(): EngineMessage {
    if (this.broken !== undefined) return this.broken;
    if (this.stopping) return { code: 'studyStopped' };
    const failed = this.runs.filter(({ state }) => state === 'failed');
    const [first] = failed;
    if (!first) return { code: 'studyFinished' };
    const { label: row, seed } = first.planned;
    const reason = first.failures.at(-1)?.message;
    if (!reason) return { code: 'studyRunsFailed', failed: failed.length };
    return { code: 'studyRunFailed', row, seed, reason, others: failed.length - 1 };
  }

  private reportStatus(message: EngineMessage): void {
    this.message = message;
    this.lastStatus = performance.now() / 1000;
    this.emit(this.status);
  }
}

async function rememberTime(timed: TimedRun[], folder: string, task: RunTask): Promise<void> {
  const seconds = await secondsOf(runPath(folder, task));
  if (seconds !== undefined) timed.push({ name: task.name, seconds, epochs: plannedEpochs(task.document) });
}

/** @throws {RequestError} if studies cannot use the backend */
function requireForStudies(name: string): void {
  const usable = ['auto', ...backends.flatMap((backend) => (backend.studies ? [backend.name] : []))];
  if (usable.includes(name)) return;
  throw new RequestError('refused', { code: 'studyBackendUnusable', backend: name, known: usable });
}
