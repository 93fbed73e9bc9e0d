import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { StudyDocument } from '../../graph-nodes/study/document';
import { plannedEpochs } from '../../graph-nodes/nodes/trainer/stages';
import type { Result } from '../contract/methods';
import type { StudyRun, StudyStatus } from '../contract/studies';
import { RequestError } from '../contract/errors';
import { remarksInList } from '../runs/remarks';
import { RunEstimates } from '../runs/run-estimate';
import { studiesName } from '../runs/run-folder';
import { probedSeconds, sizeOf, type ProbedSize } from './estimate';
import { probeGraph } from './run-process';
import { redisQueue } from './redis-queue';
import { embeddedQueue, type RunQueue } from './run-queue';
import { readStudyOf } from './study-folder';
import { isLocked } from './study-lock';
import { storedRuns } from './study-results';
import { codeVersion } from '../runs/code-version';
import { StudySession } from './study-session';
import { defaultWorkers } from './workers';

export interface StudiesOptions {
  readonly runsFolder: string;
  /** Address of the Redis from which other machines take runs; absent: runs are done here. */
  readonly redis?: string | undefined;
}

/** The studies of a runs folder, active and stored. */
export class Studies {
  private readonly active = new Map<string, { readonly session: StudySession; readonly ended: Promise<void> }>();

  constructor(
    private readonly options: StudiesOptions,
    private readonly emit: (status: StudyStatus) => void,
    private readonly estimates = new RunEstimates(options.runsFolder),
  ) {}

  /** Plans a study. Nothing is written or started, except for probes of graphs if they are allowed. */
  async plan(study: StudyDocument, workers: number | undefined, probe: boolean): Promise<Result<'planStudy'>> {
    const session = await StudySession.plan(this.options.runsFolder, study);
    await session.estimateBy(this.estimates);
    const count = workers ?? defaultWorkers(session.graphs, session.document.threads);
    if (probe) await tryGraphs(session);
    const { done } = session.status;
    return { runs: await session.list(), done, workers: count, secondsLeft: session.secondsLeft(count) };
  }

  /** Starts or resumes a study; resolves when it runs. */
  async start(study: StudyDocument, workers: number | undefined, retryFailed: boolean): Promise<StudyStatus> {
    const { runsFolder } = this.options;
    const session = await StudySession.plan(runsFolder, study, (status) => this.emit(status));
    await session.estimateBy(this.estimates);
    const { id } = session;
    if (this.active.has(id)) throw new RequestError('refused', { code: 'studyActive', title: study.title });
    await new Promise<void>((resolve, reject) => {
      // Errors after the start are reported in the status.
      const ended = session
        .run((folder) => this.makeQueue(folder, session, workers), { retryFailed, onStarted: resolve })
        .catch(reject)
        .finally(() => this.active.delete(id));
      this.active.set(id, { session, ended });
    });
    return session.status;
  }

  private async makeQueue(folder: string, session: StudySession, workers: number | undefined): Promise<RunQueue> {
    const { redis } = this.options;
    if (redis !== undefined) return redisQueue(redis, folder, codeVersion);
    const count = workers ?? defaultWorkers(session.graphs, session.document.threads);
    return embeddedQueue(folder, count);
  }

  /** Stops a study; resolves when it has ended. */
  async stop(id: string): Promise<StudyStatus> {
    const found = this.active.get(id);
    if (!found) throw new RequestError('refused', { code: 'noActiveStudy', study: id });
    found.session.stop();
    await found.ended;
    return found.session.status;
  }

  async close(): Promise<void> {
    await Promise.all([...this.active.keys()].map((id) => this.stop(id)));
  }

  /** The stored studies of the runs folder, by name. An unreadable study has the reason as its message. */
  async list(): Promise<StudyStatus[]> {
    const entries = await readdir(path.join(this.options.runsFolder, studiesName), { withFileTypes: true }).catch(
      () => [],
    );
    const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
    return Promise.all(
      names.map(async (study): Promise<StudyStatus> => {
        try {
          return (await this.find(study)).status;
        } catch (error) {
          if (!(error instanceof RequestError)) throw error;
          const nothing = { runs: 0, done: 0, running: 0, failed: 0, secondsLeft: null };
          return { study, title: study, state: 'unfinished', message: error.reason, ...nothing };
        }
      }),
    );
  }

  /**
   * A study with all its runs.
   * @throws {RequestError} if there is no study of the name, or its files are unreadable
   */
  async find(id: string): Promise<Result<'study'>> {
    const session = this.active.get(id)?.session;
    if (session) {
      const runs = await withRemarks(await session.list());
      return { status: session.status, document: session.document, runs };
    }
    const folder = path.join(this.options.runsFolder, studiesName, path.basename(id));
    const document = await readStudyOf(folder);
    const runs = await withRemarks(await storedRuns(folder));
    return { status: storedStatus(id, document.title, runs, await isLocked(folder)), document, runs };
  }
}

/** Runs with the titles that the user gave finished ones. */
function withRemarks(runs: readonly StudyRun[]): Promise<StudyRun[]> {
  return Promise.all(
    runs.map(async (run) => {
      if (run.state !== 'done' || run.folder === undefined) return run;
      const { remarks } = await remarksInList(run.folder);
      return { ...run, ...(remarks && { remarks }) };
    }),
  );
}

/** Status of a study that is known only from its files. */
function storedStatus(study: string, title: string, runs: readonly StudyRun[], elsewhere: boolean): StudyStatus {
  const count = (state: StudyRun['state']) => runs.filter((run) => run.state === state).length;
  const [done, failed] = [count('done'), count('failed')];
  const left = runs.length - done - failed;
  const about = { study, title, runs: runs.length, done, running: 0, failed };
  if (elsewhere) return { ...about, state: 'elsewhere', message: { code: 'studyElsewhere' }, secondsLeft: null };
  if (left > 0) {
    return { ...about, state: 'unfinished', message: { code: 'studyUnfinished' }, secondsLeft: null };
  }
  return failed > 0
    ? { ...about, state: 'failed', message: { code: 'studyRunsFailed', failed }, secondsLeft: 0 }
    : { ...about, state: 'finished', message: { code: 'studyFinished' }, secondsLeft: 0 };
}

/** Probes the smallest and the largest graph without a timed finished run, for a few steps. */
async function tryGraphs(session: StudySession): Promise<void> {
  const bySize = session.untimed.map((task) => ({ task, size: sizeOf(task.document) })).sort((a, b) => a.size - b.size);
  const [small, large] = [bySize[0], bySize.at(-1)];
  const tried = small && large ? (small.size === large.size ? [small] : [small, large]) : [];
  const probes: ProbedSize[] = [];
  for (const { task, size } of tried) {
    const probe = await probeGraph(task);
    const { document } = task;
    if (probe) probes.push({ size, secondsPerEpoch: probedSeconds(probe, document) / plannedEpochs(document) });
  }
  session.probes = probes;
}
