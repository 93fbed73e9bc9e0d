import path from 'node:path';
import { z } from 'zod';
import { readDocument } from '../../graph-nodes/graph/document';
import { faultParams } from '../../graph-nodes/graph/value-faults';
import { backendNameSchema } from '../contract/backends';
import { faultIn, RequestError } from '../contract/errors';
import { inEnglish } from '../contract/messages';
import { codeVersion } from '../runs/code-version';
import { openRedis, queueName, type Job } from './redis';
import { studiesName } from '../runs/run-folder';
import { doRun, type Outcome, type RunTask } from './run-process';
import { readStudyOf } from './study-folder';

export interface WorkerOptions {
  readonly redis: string;
  /** The runs folder that all machines share. */
  readonly runsFolder: string;
  /** Number of concurrent runs. */
  readonly workers: number;
  /** Seconds without a heartbeat of a worker after which its runs are given to others. */
  readonly patience: number;
  readonly log: (line: string) => void;
}

/** Number of worker crashes during one run after which the run is a failure. */
const maximumCrashes = 3;
/** Minimum time between two progress reports of a run, in milliseconds. */
const progressMilliseconds = 1000;

const plainName = z
  .string()
  .refine((name) => name !== '' && name === path.basename(name), faultParams({ code: 'notPlainName' }));
const jobSchema = z.object({
  study: plainName,
  task: z.object({
    name: z.string(),
    seed: z.number(),
    graph: z.string(),
    identity: z.string().refine((digest) => /^[0-9a-f]{64}$/.test(digest), faultParams({ code: 'wrongDigest' })),
    folder: plainName,
    base: plainName.optional(),
    document: z.unknown().transform(readDocument),
    backend: backendNameSchema,
    threads: z.number().int().min(1),
  }),
});

/**
 * Takes runs from Redis until it is closed.
 * @returns the function that closes it; it waits for current runs
 * @throws {RequestError} if Redis cannot be reached
 */
export async function joinQueue(options: WorkerOptions): Promise<() => Promise<void>> {
  const { redis, workers, patience, log } = options;
  const { bullmq, connect } = await openRedis(redis);
  const connection = connect();
  const worker = new bullmq.Worker(queueName(codeVersion), (job) => work(job, options), {
    connection,
    concurrency: workers,
    lockDuration: patience * 1000,
    stalledInterval: patience * 500,
    maxStalledCount: maximumCrashes,
  });
  worker.on('error', (error) => log(`Redis: ${error.message}`));
  await worker.waitUntilReady();
  log(`Joined with ${workers} at a time, as ${codeVersion}.`);
  return async () => {
    await worker.close();
    connection.disconnect();
  };
}

/** One job: a run of a study in the shared folder. */
async function work(job: Job, { runsFolder, log }: WorkerOptions): Promise<Outcome> {
  const parsed = jobSchema.safeParse(job.data);
  if (!parsed.success) return { state: 'crashed', message: { code: 'invalidJob', ...faultIn(parsed.error, job.data) } };
  const { study, task } = parsed.data satisfies { task: RunTask };
  const folder = path.join(runsFolder, studiesName, study);
  try {
    await readStudyOf(folder);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { state: 'crashed', message: { code: 'workerLacksStudy', reason: error.reason } };
  }
  const about = `“${task.name}”, seed ${task.seed}`;
  log(`${about}: begun.`);
  let last = -Infinity;
  const outcome = await doRun(folder, task, {
    signal: new AbortController().signal,
    onProgress: (share) => {
      if (performance.now() - last < progressMilliseconds) return;
      last = performance.now();
      // If this report is lost, the next one follows soon.
      job.updateProgress(share).catch(() => undefined);
    },
  });
  log(`${about}: ${outcome.state === 'done' ? 'done.' : inEnglish(outcome.message)}`);
  return outcome;
}
