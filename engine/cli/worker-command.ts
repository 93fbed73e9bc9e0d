import { joinQueue } from '../studies/redis-worker';
import { CommandError } from './command-error';

export interface WorkerCommandOptions {
  readonly redis?: string;
  readonly runs: string;
  readonly workers: number;
  readonly patience: number;
}

/**
 * `studio worker`: takes runs of studies from Redis until Ctrl-C. After the first Ctrl-C the current runs finish; after
 * a second one other workers take them over.
 *
 * @throws {RequestError | CommandError}
 */
export async function workerCommand(options: WorkerCommandOptions): Promise<void> {
  if (options.redis === undefined) {
    throw new CommandError('A worker needs a Redis queue; name it with “--redis redis://host:port”.');
  }
  const { workers, patience } = options;
  const close = await joinQueue({
    redis: options.redis,
    runsFolder: options.runs,
    workers,
    patience,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  await new Promise((resolve) => process.once('SIGINT', resolve));
  process.stderr.write('Finishing the current runs; press Ctrl-C again to leave them to other workers.\n');
  process.once('SIGINT', () => process.exit(1));
  await close();
}
