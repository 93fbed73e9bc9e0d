import { CommanderError } from 'commander';
import { oneLine } from '../../graph-nodes/graph/messages';
import { errorMessage, RequestError } from '../contract/errors';
import { inEnglish } from '../contract/messages';
import { CommandError } from './command-error';
import { refusedCode, studio } from './studio';

const isRefused = (error: unknown): boolean =>
  (error instanceof RequestError || error instanceof CommandError) && error.code !== 'failed';

try {
  const [, , ...words] = process.argv;
  await studio().parseAsync(words.length > 0 ? words : ['start'], { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed the error; help and version end with 0.
    process.exitCode = error.exitCode === 0 ? 0 : refusedCode;
  } else {
    process.stderr.write(`${oneLine(inEnglish(errorMessage(error)))}\n`);
    process.exitCode = isRefused(error) ? refusedCode : 1;
  }
}
