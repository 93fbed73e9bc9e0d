import type { Queue, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { errorMessage, RequestError } from '../contract/errors';

export type { Job } from 'bullmq';

/** What is loaded only where a Redis address is given. */
export interface RedisPackages {
  readonly bullmq: {
    readonly Queue: typeof Queue;
    readonly QueueEvents: typeof QueueEvents;
    readonly Worker: typeof Worker;
  };
  readonly connect: () => Redis;
}

/** How long a Redis may take to answer for the first time. */
const connectMilliseconds = 5000;

/**
 * The packages that speak to Redis, and a Redis that answers.
 * @throws {RequestError} when the address is none, nobody answers there, or the packages are not installed
 */
export async function openRedis(address: string): Promise<RedisPackages> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['redis:', 'rediss:'].includes(url.protocol)) {
    throw new RequestError('refused', { code: 'redisAddressInvalid', address });
  }
  const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]).catch(() => {
    throw new RequestError('failed', { code: 'redisPackagesMissing' });
  });
  const first = new ioredis.Redis(address, {
    lazyConnect: true,
    connectTimeout: connectMilliseconds,
    retryStrategy: () => null,
  });
  // What goes wrong is what connect() throws.
  first.on('error', () => undefined);
  try {
    await first.connect();
  } catch (error) {
    // Without the password that an address may have.
    throw new RequestError('refused', { code: 'redisUnreachable', host: url.host, reason: errorMessage(error) });
  } finally {
    first.disconnect();
  }
  // One that goes away later is waited for.
  return { bullmq, connect: () => new ioredis.Redis(address, { maxRetriesPerRequest: null }) };
}

/** Of one version of the code alone, so that no worker of another takes a run. */
export const queueName = (code: string): string => `studio-runs-${code}`;
