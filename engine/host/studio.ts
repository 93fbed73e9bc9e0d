import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { backendNames } from '../api';
import { BackendError } from '../backend/backend';
import { RequestError } from '../errors';
import { benchCommand, type BenchOptions } from './bench-command';
import { dataCheckCommand, dataMakeCommand, type DataCheckOptions, type DataMakeOptions } from './data-command';
import { doctorCommand, type DoctorOptions } from './doctor-command';
import { exportCommand, type ExportOptions } from './export-command';
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
    .option('--backend <name>', `auto, ${backendNames.join(', ')}`, 'auto')
    .option(
      '--threads <number>',
      'threads that share an operator of a compiled step; otherwise one a core, or one in all for a small graph',
    )
    .option('--set <node.parameter=value>', 'set a parameter (repeatable)', (text, all: string[]) => [...all, text], [])
    .addOption(runsOption())
    .option('--dry-run', 'print shapes, parameters and an estimate of the memory, without data', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((graph: string, options: TrainOptions) => trainCommand(graph, options));

  const data = program.command('data').description('check or make a folder of MUSIC-AVQA files');
  data
    .command('check <folder>')
    .description('list what is missing, cut short, of wrong shape or type, or not finite; exit code 2 if anything is')
    .option('--quick', 'look at headers and sizes, not at every value', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action(async (folder: string, options: DataCheckOptions) => {
      if (!(await dataCheckCommand(folder, options))) process.exitCode = refusedCode;
    });
  data
    .command('make <folder>')
    .description('write Orchestra in the format of MUSIC-AVQA, to try and to follow')
    .option('--scenes <number>', 'videos in all', '200')
    .option('--seed <number>', 'of the scenes, their noise, their questions and the split', '1')
    .option('--seconds <number>', 'seconds of every video', '60')
    .option('--json', 'print one JSON document and nothing else', false)
    .action((folder: string, options: DataMakeOptions) => dataMakeCommand(folder, options));

  program
    .command('export <run>')
    .description('write a run’s trained model as a file for other programs')
    .requiredOption('--format <name>', 'onnx or safetensors')
    .option('--out <file>', 'where it goes; “model” in the run’s folder otherwise')
    .option('--batch <number>', 'samples that an ONNX model takes at once', '1')
    .option('--draws <kind>', 'random numbers of an ONNX model: fixed (part of it) or inputs', 'fixed')
    .option('--json', 'print one JSON document and nothing else', false)
    .action((run: string, options: ExportOptions) => exportCommand(run, options));

  program
    .command('bench')
    .description('measure training steps of three sizes on every backend of this machine, and in PyTorch where it is')
    .option('--sizes <names>', 'preset, middle, full', 'preset,middle,full')
    .option('--backends <names>', 'those to measure; all but cpu otherwise')
    .option('--steps <number>', 'measured steps of each')
    .option('--python <command>', 'a Python with torch, to measure against', 'python3')
    .option('--out <file>', 'where the figures go', 'bench.json')
    .option('--profile', 'also where a compiled step spends its time', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((options: BenchOptions) => benchCommand(options));

  program
    .command('doctor')
    .description('which backends this machine has, and what would bring a faster one')
    .option('--kernels', 'instead: what a layer may compute so that its steps can be compiled', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((options: DoctorOptions) => doctorCommand(options));

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
