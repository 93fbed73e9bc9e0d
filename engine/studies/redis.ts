import type { Queue, QueueEvents, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { errorMessage, RequestError } from '../contract/errors';

export type { Job } from 'bullmq';

/** Modules that are loaded only if a Redis address is given. */
export interface RedisPackages {
  readonly bullmq: {
    readonly Queue: typeof Queue;
    readonly QueueEvents: typeof QueueEvents;
    readonly Worker: typeof Worker;
  };
  readonly connect: () => Redis;
}

/** Timeout of the first connection in milliseconds. */
const connectMilliseconds = 5000;

/**
 * Loads the Redis packages and connects.
 * @throws {RequestError} if the address is invalid, Redis cannot be reached, or the packages are not installed
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
  // The errors are those that connect() throws.
  first.on('error', () => undefined);
  try {
    await first.connect();
  } catch (error) {
    // Without the password that an address can contain.
    throw new RequestError('refused', { code: 'redisUnreachable', host: url.host, reason: errorMessage(error) });
  } finally {
    first.disconnect();
  }
  // After a lost connection it reconnects.
  return { bullmq, connect: () => new ioredis.Redis(address, { maxRetriesPerRequest: null }) };
}

/** The name contains the version of the code, so that no worker of another version takes a run. */
export const queueName = (code: string): string => `studio-runs-${code}`;
