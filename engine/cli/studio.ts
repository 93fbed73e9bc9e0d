import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { splits, testScenarios } from '../../graph-nodes/datasets/dataset';
import { oneLine } from '../../graph-nodes/graph/messages';
import { largestBatch } from '../contract/export';
import { columnSets, derivedColumns, scenarioPlaces } from '../contract/tables';
import { errorMessage, RequestError } from '../contract/errors';
import { inEnglish } from '../contract/messages';
import { backendNames, backends } from '../backends/table';
import { sizes } from '../bench/sizes';
import { tableFormats } from '../results/formats';
import { exportFormats } from '../export/table';
import { missingUnits } from '../training/missing-rates';
import { benchCommand, type BenchOptions } from './bench-command';
import { CommandError } from './command-error';
import {
  dataCeilingCommand,
  dataCheckCommand,
  dataMakeCommand,
  type DataCeilingOptions,
  type DataCheckOptions,
  type DataMakeOptions,
} from './data-command';
import { doctorCommand, type DoctorOptions } from './doctor-command';
import { exportCommand, importCommand, type ExportOptions, type ImportOptions } from './export-command';
import { gpuCheckCommand, type GpuCheckOptions } from './gpu-check-command';
import { evaluateCommand, type EvaluateOptions } from './evaluate-command';
import { backendOption, choiceOption, helpOn, namesOption, natural, numberOption, numbersWithin } from './options';
import { resumeCommand, type ResumeOptions } from './resume-command';
import { serveStudio, startStudio } from '../hosts/start';
import { packageVersion } from '../platform/package-root';
import { compareCommand, tableCommand, type CompareCommandOptions, type TableCommandOptions } from './table-command';
import { studyCommand, type StudyOptions } from './study-command';
import { buildTensorflowCommand, type BuildTensorflowOptions } from './tensorflow-command';
import { trainCommand, type TrainOptions } from './train-command';
import { workerCommand, type WorkerCommandOptions } from './worker-command';

/** Exit codes: 0 done, 1 failed, 2 the input was refused. */
const refusedCode = 2;

const runsOption = () =>
  new Option('--runs <folder>', 'where runs are written').default(path.resolve('runs'), './runs');

const workersOption = (meaning: string) =>
  numberOption('--workers <number>', meaning, { min: 1, max: 256, whole: true });

const namesIn = (rows: readonly { readonly name: string }[]): string[] => rows.map(({ name }) => name);

const backendHelp = () =>
  helpOn(
    'Backends',
    backends.map(({ name, help }) => ({ name, text: help })),
  );

/** The export formats that have options, for the help of these. */
const modelFormats = exportFormats
  .filter(({ takesOptions }) => takesOptions)
  .map(({ label }) => label.en)
  .join(' or ');

const redisOption = (meaning: string) =>
  new Option('--redis <address>', `redis://host:port, ${meaning}`).env('STUDIO_REDIS');

function studio(): Command {
  const program = new Command('studio')
    .description('Wire, train and understand audio-visual question answering with missing modalities.')
    .version(packageVersion, '--version', 'print the version')
    .exitOverride();

  program
    .command('start')
    .description('open the studio (without a command, too): its own window, or a local page where Electron cannot run')
    .addOption(runsOption())
    .action((options: { runs: string }) => startStudio({ runsFolder: options.runs }));

  program
    .command('serve')
    .description('serve the studio as a local page')
    .addOption(
      numberOption(
        '--port <number>',
        'port on 127.0.0.1; 0 takes a free one; without it always the same one, while that is free',
        { min: 0, max: 65_535, whole: true },
      ),
    )
    .option('--no-open', 'do not open a browser')
    .addOption(runsOption())
    .action(({ port, open, runs }: { port?: number; open: boolean; runs: string }) =>
      serveStudio({ port, open, runsFolder: runs }),
    );

  program
    .command('train <graph>')
    .description('train a graph document and print its accuracy on held-out videos')
    .option('--epochs <number>', 'instead of the Trainer’s; a stage that sets its own epochs keeps them')
    .option('--seed <number>', 'instead of the Trainer’s')
    .addOption(backendOption('backend that trains; auto takes the fastest for the graph').default('auto'))
    .addOption(
      numberOption(
        '--threads <number>',
        'threads that share an operator of a recorded step; otherwise one a core, or one in all for a small graph',
        { min: 1, max: 256, whole: true },
      ),
    )
    .option(
      '--set <node.parameter=value>',
      'set a parameter of a node (repeatable); stages override the Trainer’s',
      (text, all: string[]) => [...all, text],
      [],
    )
    .addOption(runsOption())
    .option('--dry-run', 'print shapes, parameters, and estimates of memory and duration, without training', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .addHelpText('after', backendHelp())
    .action((graph: string, options: TrainOptions) => trainCommand(graph, options));

  program
    .command('study <study>')
    .description('run what is not done of a study: ablations, sweeps, scenarios and seeds')
    .addOption(workersOption('runs at a time; otherwise as many as cores and memory allow'))
    .addOption(runsOption())
    .addOption(
      redisOption('where other machines take the runs from (see “studio worker”); otherwise they are done here'),
    )
    .option('--retry-failed', 'try runs again that were given up', false)
    .option('--dry-run', 'print the runs and an estimate of the time, without starting them', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((study: string, options: StudyOptions) => studyCommand(study, options));

  program
    .command('worker')
    .description('take runs of studies from a Redis, with any number of other machines, until Ctrl-C')
    .addOption(redisOption('where the runs come from'))
    .addOption(
      new Option('--runs <folder>', 'the runs folder, which all machines share').default(
        path.resolve('runs'),
        './runs',
      ),
    )
    .addOption(workersOption('runs at a time').default(1))
    .addOption(
      numberOption('--patience <seconds>', 'after so long without a sign of life a worker’s runs go to others', {
        min: 1,
        max: 3600,
      }).default(30),
    )
    .action((options: WorkerCommandOptions) => workerCommand(options));

  program
    .command('resume <run>')
    .description('go on with a run folder whose run was interrupted, stopped or failed, to the same numbers')
    .option('--json', 'print one JSON document and nothing else', false)
    .action((run: string, options: ResumeOptions) => resumeCommand(run, options));

  program
    .command('evaluate <run>')
    .description('measure a run’s model on a split, in a scenario, at a missing rate, with noise')
    .addOption(choiceOption('--split <name>', 'questions to answer', splits).default('test'))
    .addOption(choiceOption('--scenario <name>', 'scenario to report; all of them otherwise', testScenarios))
    .addOption(
      numberOption(
        '--missing-rate <share>',
        'from 0 to 1: how much of the scenario’s modality is missing; all of it otherwise',
        { min: 0, max: 1 },
      ),
    )
    .addOption(
      choiceOption(
        '--missing-per <unit>',
        'sample (that share of the questions, answered as in the scenario) or second (that share of each video’s seconds is zeros, which the model is not told)',
        missingUnits,
      ).default('sample'),
    )
    .option('--curve', 'also the accuracy at missing rates 0, 0.1 … 1, and with --noise at those strengths', false)
    .addOption(
      new Option(
        '--noise [strengths]',
        'also the scenarios with noise on encoded features: audioNoisy, visualNoisy, bothNoisy; one deviation for all or three, 0.3,0.7,0.5 otherwise',
      ).argParser(numbersWithin({ min: 0, max: 1e6 })),
    )
    .addOption(
      numberOption('--feature-noise <deviation>', 'standard deviation of what is added to every feature of the data', {
        min: 0,
        max: 1e6,
      }).default(0),
    )
    .addOption(numberOption('--seed <number>', 'of the noise on the data, and of what is missing', natural).default(1))
    .addOption(backendOption('backend that computes; that of the run otherwise'))
    .option('--json', 'print one JSON document and nothing else', false)
    .addHelpText('after', backendHelp())
    .action((run: string, options: EvaluateOptions) => evaluateCommand(run, options));

  const data = program
    .command('data')
    .description('check or make a folder of MUSIC-AVQA files; print the ceiling of an Orchestra world');
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
    .addOption(numberOption('--scenes <number>', 'videos in all', natural).default(200))
    .addOption(
      numberOption('--seed <number>', 'of the scenes, their noise, their questions and the split', natural).default(1),
    )
    .addOption(numberOption('--seconds <number>', 'seconds of every video', natural).default(60))
    .option('--json', 'print one JSON document and nothing else', false)
    .action((folder: string, options: DataMakeOptions) => dataMakeCommand(folder, options));
  data
    .command('ceiling [graph]')
    .description('print the best possible accuracy in the Orchestra world of a graph, by scenario and question type')
    .addOption(numberOption('--questions <number>', 'held-out questions at most', { ...natural, min: 1 }).default(1200))
    .addOption(
      numberOption('--samples <number>', 'scenes to draw for each video and scenario', { ...natural, min: 1 }).default(
        300,
      ),
    )
    .addOption(numberOption('--seed <number>', 'seed of the scenes; the graph’s otherwise', natural))
    .option('--json', 'print one JSON document and nothing else', false)
    .action((graph: string | undefined, options: DataCeilingOptions) => dataCeilingCommand(graph, options));

  program
    .command('export <run>')
    .description('write a run as files for other programs, machines or people')
    .addOption(choiceOption('--format <name>', 'file format', namesIn(exportFormats)).makeOptionMandatory())
    .option('--out <file>', 'file or folder where it goes; in the run’s folder otherwise, a zip beside it')
    .addOption(
      numberOption('--batch <number>', `samples per call of an ${modelFormats}`, {
        min: 1,
        max: largestBatch,
        whole: true,
      }).default(1),
    )
    .addOption(
      choiceOption('--draws <kind>', `random numbers of an ${modelFormats}: part of it, or inputs`, [
        'fixed',
        'inputs',
      ]).default('fixed'),
    )
    .option('--json', 'print one JSON document and nothing else', false)
    .addHelpText(
      'after',
      helpOn(
        'Formats',
        exportFormats.map(({ name, label }) => ({ name, text: label.en })),
      ),
    )
    .action((run: string, options: ExportOptions) => exportCommand(run, options));

  program
    .command('import <zip>')
    .description('put a run that was exported as a zip among the runs of this machine')
    .addOption(runsOption())
    .option('--json', 'print one JSON document and nothing else', false)
    .action((zip: string, options: ImportOptions) => importCommand(zip, options));

  program
    .command('table <folders...>')
    .description(
      'what studies, folders of runs or single runs came to: rows methods, columns question types and scenarios',
    )
    .addOption(choiceOption('--format <name>', 'file format', namesIn(tableFormats)).default('markdown'))
    .addOption(
      choiceOption('--columns <set>', 'question types with their groups, groups, or overall', columnSets).default(
        'types',
      ),
    )
    .addOption(
      namesOption('--scenarios <names>', 'scenarios to show', testScenarios).default(
        testScenarios,
        'all that were measured',
      ),
    )
    .addOption(
      choiceOption(
        '--place <place>',
        'scenarios across (as columns) or down (as blocks of rows)',
        scenarioPlaces,
      ).default('across'),
    )
    .addOption(numberOption('--digits <number>', 'places after the point', { min: 0, max: 6, whole: true }).default(1))
    .addOption(
      namesOption(
        '--derived [names]',
        'also points lost to the missing modality, share restored and difference (with --against), variance recalled; all or some',
        derivedColumns,
      ),
    )
    .option('--against <row>', 'name of the row that the others are compared with, by video and over shared seeds')
    .option('--caption <text>', 'instead of what is said of the seeds')
    .option('--out <file>', 'where it goes; standard output otherwise')
    .action((folders: string[], options: TableCommandOptions) => tableCommand(folders, options));

  program
    .command('compare <run> <other>')
    .description(
      'compare the settings of two runs on the same held-out questions, over all finished seeds that both have, with a paired bootstrap',
    )
    .option('--single-pair', 'compare only the two runs, not all seeds of both settings', false)
    .addOption(
      numberOption('--resamples <number>', 'of the bootstrap', { min: 100, max: 1_000_000, whole: true }).default(
        10_000,
      ),
    )
    .addOption(numberOption('--seed <number>', 'of the bootstrap', natural).default(1))
    .option('--out <file>', 'where it goes; standard output otherwise')
    .option('--json', 'one JSON document instead of Markdown', false)
    .action((run: string, other: string, options: CompareCommandOptions) => compareCommand(run, other, options));

  program
    .command('bench')
    .description('measure training steps of three sizes on every backend of this machine, and in PyTorch where it is')
    .addOption(
      namesOption('--sizes <names>', 'sizes to measure', Object.keys(sizes)).default(
        Object.keys(sizes),
        Object.keys(sizes).join(','),
      ),
    )
    .addOption(namesOption('--backends <names>', 'backends to measure; all but cpu otherwise', backendNames))
    .addOption(numberOption('--steps <number>', 'measured steps of each', { min: 1, max: 1e6, whole: true }))
    .option('--python <command>', 'a Python with torch, to measure against', 'python3')
    .option('--out <file>', 'where the figures go', 'bench.json')
    .option('--profile', 'also where a recorded step spends its time', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((options: BenchOptions) => benchCommand(options));

  program
    .command('doctor')
    .description('which backends this machine has, and what would bring a faster one')
    .option('--kernels', 'instead: what a layer may compute so that its steps can be recorded', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((options: DoctorOptions) => doctorCommand(options));

  program
    .command('gpu-check')
    .description(
      'compare the GPU with the CPU: kernels, losses of the first training steps, and step times beside PyTorch',
    )
    .addOption(
      numberOption('--steps <number>', 'training steps to compare', { min: 1, max: 1000, whole: true }).default(50),
    )
    .addOption(numberOption('--minutes <number>', 'time limit; the rest is left out', { min: 1, max: 60 }).default(7.5))
    .option('--python <command>', 'Python with torch, to measure against', 'python3')
    .option('--json', 'print one JSON document and nothing else', false)
    .action(async (options: GpuCheckOptions) => {
      if (!(await gpuCheckCommand(options))) process.exitCode = 1;
    });

  program
    .command('build-tensorflow')
    .description(
      'build the backend “tensorflow” from npm’s sources, against the library of Python’s TensorFlow (Linux)',
    )
    .option('--python <command>', 'whose TensorFlow is used; where it has none, one is fetched with its pip', 'python3')
    .action((options: BuildTensorflowOptions) => buildTensorflowCommand(options));

  return program;
}

const isRefused = (error: unknown): boolean =>
  (error instanceof RequestError || error instanceof CommandError) && error.code !== 'failed';

try {
  const [, , ...words] = process.argv;
  await studio().parseAsync(words.length > 0 ? words : ['start'], { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed its own sentence; help and version end with 0.
    process.exitCode = error.exitCode === 0 ? 0 : refusedCode;
  } else {
    process.stderr.write(`${oneLine(inEnglish(errorMessage(error)))}\n`);
    process.exitCode = isRefused(error) ? refusedCode : 1;
  }
}
