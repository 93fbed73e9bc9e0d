import path from 'node:path';
import { RequestError } from '../contract/errors';
import { verbatim, type EngineMessage } from '../contract/messages';
import { openRedis, queueName } from './redis';
import { outcomeSchema, type Outcome, type Progress, type RunTask } from './run-process';
import type { RunQueue } from './run-queue';
import { DoneRuns } from './study-folder';

/** Interval in milliseconds of the search for runs that ended or were lost without a notification. */
const sweepMilliseconds = 3000;
/** Time that an ended job stays in Redis, in seconds. */
const keptSeconds = 3600;

interface Waiting {
  readonly task: RunTask;
  readonly onProgress: Progress;
  readonly settle: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  active: boolean;
}

/**
 * The queue for any number of machines: every run is a BullMQ job, named by study and identity, so that repeated
 * queuing of a run gives one job. The shared folder, not Redis, determines the finished runs.
 *
 * @param study the study's folder, which all machines share
 * @throws {RequestError} if Redis cannot be reached
 */
export async function redisQueue(address: string, study: string, code: string): Promise<RunQueue> {
  const { bullmq, connect } = await openRedis(address);
  const name = queueName(code);
  const connections = [connect(), connect()] as const;
  const queue = new bullmq.Queue(name, { connection: connections[0] });
  const events = new bullmq.QueueEvents(name, { connection: connections[1] });
  // Both wait for a Redis that is not available; the sweep finds the changes of that time.
  queue.on('error', () => undefined);
  events.on('error', () => undefined);
  await events.waitUntilReady();
  const waiting = new Map<string, Waiting>();
  let workers = await queue.getWorkersCount();

  const end = (id: string, outcome: Outcome) => {
    const found = waiting.get(id);
    waiting.delete(id);
    found?.settle(outcome);
  };
  const add = async (id: string, task: RunTask) => {
    const old = await queue.getJob(id);
    // A job of the same run that has ended is queued again.
    if (old && ((await old.isCompleted()) || (await old.isFailed()))) await old.remove();
    const kept = { age: keptSeconds };
    await queue.add(
      'run',
      { study: path.basename(study), task },
      { jobId: id, removeOnComplete: kept, removeOnFail: kept },
    );
  };
  const settle = async (id: string) => {
    const job = await queue.getJob(id);
    if (job && (await job.isCompleted())) end(id, outcomeSchema.parse(job.returnvalue));
    else if (job && (await job.isFailed())) {
      end(id, { state: 'crashed', message: { code: 'workerFailed', reason: verbatim(job.failedReason) } });
    } else return job !== undefined;
    return true;
  };
  const sweep = async () => {
    workers = await queue.getWorkersCount();
    const done = await DoneRuns.of(study);
    for (const [id, { task }] of waiting) {
      if (done.find(task.identity) !== undefined) end(id, { state: 'done' });
      else if (!(await settle(id))) await add(id, task);
    }
  };
  const fail = (error: unknown) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const began = (id: string, share: number) => {
    const found = waiting.get(id);
    if (!found) return;
    found.active = true;
    found.onProgress(share);
  };
  events.on('active', ({ jobId }) => began(jobId, 0));
  events.on('progress', ({ jobId, data }) => began(jobId, Number(data)));
  events.on('completed', ({ jobId }) => void settle(jobId).catch(fail));
  events.on('failed', ({ jobId }) => void settle(jobId).catch(fail));
  const timer = setInterval(() => void sweep().catch(fail), sweepMilliseconds);

  return {
    elsewhere: true,
    get workers() {
      return Math.max(1, [...waiting.values()].filter(({ active }) => active).length);
    },
    get note(): EngineMessage | undefined {
      if (workers > 0) return undefined;
      return { code: 'noWorker', version: code };
    },
    dispatch(task, onProgress) {
      const id = `${path.basename(study)}-${task.identity}`;
      return new Promise((resolve, reject) => {
        waiting.set(id, { task, onProgress, settle: resolve, reject, active: false });
        add(id, task).catch((error: unknown) => {
          waiting.delete(id);
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      });
    },
    async close() {
      clearInterval(timer);
      // Current runs on other machines finish there, and are found when the study resumes.
      const ids = [...waiting.keys()];
      fail(new RequestError('failed', { code: 'studyStopped' }));
      await Promise.all(ids.map((id) => queue.remove(id).catch(() => undefined)));
      await events.close();
      await queue.close();
      for (const connection of connections) connection.disconnect();
    },
  };
}
