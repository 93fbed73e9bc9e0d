import { joinQueue } from '../studies/redis-worker';
import { CommandError } from './command-error';

export interface WorkerCommandOptions {
  readonly redis?: string;
  readonly runs: string;
  readonly workers: number;
  readonly patience: number;
}

/**
 * `studio worker`: takes runs of studies from Redis until Ctrl-C, which lets the runs under way finish; a second one leaves
 * them to other workers.
 *
 * @throws {RequestError | CommandError}
 */
export async function workerCommand(options: WorkerCommandOptions): Promise<void> {
  if (options.redis === undefined) {
    throw new CommandError('A worker takes its runs from Redis: name it with “--redis redis://host:port”.');
  }
  const { workers, patience } = options;
  const close = await joinQueue({
    redis: options.redis,
    runsFolder: options.runs,
    workers,
    patience,
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  await new Promise((resolve) => process.once('SIGINT', resolve));
  process.stderr.write('Finishing the runs under way; press Ctrl-C again to leave them to others.\n');
  process.once('SIGINT', () => process.exit(1));
  await close();
}
