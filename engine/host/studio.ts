import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { BackendError, probeBackends } from '../backend/backend';
import { RequestError } from '../errors';
import { serveStudio, startStudio } from './start';
import { trainCommand, type TrainOptions } from './train-command';

/** Exit codes: 0 done, 1 failed, 2 the input was refused. */
const refusedCode = 2;

const runsOption = () =>
  new Option('--runs <folder>', 'where runs are written').default(path.resolve('runs'), './runs');

function studio(): Command {
  const program = new Command('studio')
    .description('Wire, train and understand audio-visual question answering with missing modalities.')
    .exitOverride();

  program
    .command('start')
    .description('open the studio (without a command, too): its own window, or a local page where Electron cannot run')
    .addOption(runsOption())
    .action((options: { runs: string }) => startStudio({ runsFolder: options.runs }));

  program
    .command('serve')
    .description('serve the studio as a local page')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', '0')
    .option('--no-open', 'do not open a browser')
    .addOption(runsOption())
    .action((options: { port: string; open: boolean; runs: string }) => {
      const port = Number(options.port);
      if (!Number.isInteger(port) || port < 0 || port > 65_535) {
        throw new RequestError('refused', `“--port ${options.port}” should be a whole number from 0 to 65535.`);
      }
      return serveStudio({ port, open: options.open, runsFolder: options.runs });
    });

  program
    .command('train <graph>')
    .description('train a graph document and print its accuracy on held-out videos')
    .option('--epochs <number>', 'instead of the Trainer’s')
    .option('--seed <number>', 'instead of the Trainer’s')
    .option('--backend <name>', 'auto, tensorflow, wasm or cpu', 'auto')
    .option('--set <node.parameter=value>', 'set a parameter (repeatable)', (text, all: string[]) => [...all, text], [])
    .addOption(runsOption())
    .option('--dry-run', 'print shapes, parameters and an estimate of the memory, without data', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((graph: string, options: TrainOptions) => trainCommand(graph, options));

  program
    .command('doctor')
    .description('which backends this machine has, and what would bring a faster one')
    .option('--json', 'print one JSON document and nothing else', false)
    .action(async (options: { json: boolean }) => {
      const backends = await probeBackends();
      const text = backends.map(
        ({ name, available, detail }) => `${available ? '✓' : '✗'} ${name.padEnd(10)} ${detail}`,
      );
      process.stdout.write(`${options.json ? JSON.stringify({ backends }, null, 2) : text.join('\n')}\n`);
    });

  return program;
}

try {
  const [, , ...words] = process.argv;
  await studio().parseAsync(words.length > 0 ? words : ['start'], { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its own sentence; help and version end with 0.
    process.exitCode = error.exitCode === 0 ? 0 : refusedCode;
  } else if (error instanceof RequestError || error instanceof BackendError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof RequestError && error.code === 'failed' ? 1 : refusedCode;
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
