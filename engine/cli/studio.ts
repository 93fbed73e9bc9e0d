import path from 'node:path';
import { Command, Option } from 'commander';
import { splits, testScenarios } from '../../graph-nodes/datasets/dataset';
import { largestBatch } from '../contract/export';
import { columnSets, derivedColumns, scenarioPlaces } from '../contract/tables';
import { backendNames, backends } from '../backends/table';
import { sizes } from '../bench/sizes';
import { tableFormats } from '../results/formats';
import { exportFormats } from '../export/table';
import { missingUnits } from '../training/missing-rates';
import { benchCommand, type BenchOptions } from './bench-command';
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

/** Exit code of a refused input; 0 is done, 1 is failed. */
export const refusedCode = 2;

const runsOption = () => new Option('--runs <folder>', 'runs folder').default(path.resolve('runs'), './runs');

const workersOption = (meaning: string) =>
  numberOption('--workers <number>', meaning, { min: 1, max: 256, whole: true });

const namesIn = (rows: readonly { readonly name: string }[]): string[] => rows.map(({ name }) => name);

const backendHelp = () =>
  helpOn(
    'Backends',
    backends.map(({ name, help }) => ({ name, text: help })),
  );

/** Labels of the export formats that have options, for the help text. */
const modelFormats = exportFormats
  .filter(({ takesOptions }) => takesOptions)
  .map(({ label }) => label.en)
  .join(' or ');

const redisOption = (meaning: string) =>
  new Option('--redis <address>', `redis://host:port, ${meaning}`).env('STUDIO_REDIS');

/** The command line with all commands. */
export function studio(): Command {
  const program = new Command('studio')
    .description('Wire, train and understand audio-visual question answering with missing modalities.')
    .version(packageVersion, '--version', 'print the version')
    .exitOverride();

  program
    .command('start')
    .description('open the studio in its window, or as a local page if Electron cannot run (default command)')
    .addOption(runsOption())
    .action((options: { runs: string }) => startStudio({ runsFolder: options.runs }));

  program
    .command('serve')
    .description('serve the studio as a local page')
    .addOption(
      numberOption(
        '--port <number>',
        'port on 127.0.0.1; 0: any free port (default: the same port each time, if it is free)',
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
    .option('--epochs <number>', 'replace the epochs of the Trainer; a stage with its own epochs keeps them')
    .option('--seed <number>', 'replace the seed of the Trainer')
    .addOption(backendOption('training backend; auto selects the fastest for the graph').default('auto'))
    .addOption(
      numberOption(
        '--threads <number>',
        'threads per operator of a recorded step (default: one per core, or 1 for a small graph)',
        { min: 1, max: 256, whole: true },
      ),
    )
    .option(
      '--set <node.parameter=value>',
      'set a parameter of a node (repeatable); stages override the Trainer',
      (text, all: string[]) => [...all, text],
      [],
    )
    .addOption(runsOption())
    .option('--dry-run', 'print shapes, parameter counts, and estimates of memory and duration; do not train', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .addHelpText('after', backendHelp())
    .action((graph: string, options: TrainOptions) => trainCommand(graph, options));

  program
    .command('study <study>')
    .description('run the unfinished runs of a study: ablations, sweeps, scenarios and seeds')
    .addOption(workersOption('concurrent runs (default: chosen from cores and memory)'))
    .addOption(runsOption())
    .addOption(
      redisOption(
        'queue from which other machines take the runs, see “studio worker” (default: all runs on this machine)',
      ),
    )
    .option('--retry-failed', 'retry the failed runs', false)
    .option('--dry-run', 'print the runs and an estimate of the duration; start none', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((study: string, options: StudyOptions) => studyCommand(study, options));

  program
    .command('worker')
    .description('take runs of studies from a Redis queue until Ctrl-C; any number of machines can do so')
    .addOption(redisOption('queue of the runs'))
    .addOption(
      new Option('--runs <folder>', 'runs folder that all machines share').default(path.resolve('runs'), './runs'),
    )
    .addOption(workersOption('concurrent runs').default(1))
    .addOption(
      numberOption(
        '--patience <seconds>',
        'time without a heartbeat after which other workers take over the runs of a worker',
        {
          min: 1,
          max: 3600,
        },
      ).default(30),
    )
    .action((options: WorkerCommandOptions) => workerCommand(options));

  program
    .command('resume <run>')
    .description(
      'resume a run that was interrupted, stopped or failed; the numbers equal those of an uninterrupted run',
    )
    .option('--json', 'print one JSON document and nothing else', false)
    .action((run: string, options: ResumeOptions) => resumeCommand(run, options));

  program
    .command('evaluate <run>')
    .description('measure the accuracy of a run’s model on a split, in a scenario, at a missing rate, or with noise')
    .addOption(choiceOption('--split <name>', 'split of the questions', splits).default('test'))
    .addOption(choiceOption('--scenario <name>', 'scenario to report (default: all)', testScenarios))
    .addOption(
      numberOption('--missing-rate <share>', 'missing share of the scenario’s modality, from 0 to 1 (default: 1)', {
        min: 0,
        max: 1,
      }),
    )
    .addOption(
      choiceOption(
        '--missing-per <unit>',
        'unit of the missing rate. sample: that share of the questions has the scenario. second: that share of each video’s seconds is set to zeros, without a missing flag',
        missingUnits,
      ).default('sample'),
    )
    .option(
      '--curve',
      'also measure the accuracy at missing rates 0, 0.1 … 1; with --noise also at these strengths',
      false,
    )
    .addOption(
      new Option(
        '--noise [strengths]',
        'also measure the scenarios with noise on encoded features: audioNoisy, visualNoisy, bothNoisy; one standard deviation for all or one for each (default: 0.3,0.7,0.5)',
      ).argParser(numbersWithin({ min: 0, max: 1e6 })),
    )
    .addOption(
      numberOption('--feature-noise <deviation>', 'standard deviation of noise on every feature of the data', {
        min: 0,
        max: 1e6,
      }).default(0),
    )
    .addOption(
      numberOption('--seed <number>', 'seed of the noise on the data and of the missing samples', natural).default(1),
    )
    .addOption(backendOption('backend (default: that of the run)'))
    .option('--json', 'print one JSON document and nothing else', false)
    .addHelpText('after', backendHelp())
    .action((run: string, options: EvaluateOptions) => evaluateCommand(run, options));

  const data = program
    .command('data')
    .description('check or make a folder of MUSIC-AVQA files; estimate the best possible accuracy on Orchestra');
  data
    .command('check <folder>')
    .description(
      'list files that are missing, truncated, of the wrong shape or type, or not finite; exit code 2 if there are any',
    )
    .option('--quick', 'check headers and sizes only, not every value', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action(async (folder: string, options: DataCheckOptions) => {
      if (!(await dataCheckCommand(folder, options))) process.exitCode = refusedCode;
    });
  data
    .command('make <folder>')
    .description('write Orchestra in the format of MUSIC-AVQA, as an example of that format')
    .addOption(numberOption('--scenes <number>', 'number of videos', natural).default(200))
    .addOption(numberOption('--seed <number>', 'seed of the scenes, noise, questions and split', natural).default(1))
    .addOption(numberOption('--seconds <number>', 'seconds per video', natural).default(60))
    .option('--json', 'print one JSON document and nothing else', false)
    .action((folder: string, options: DataMakeOptions) => dataMakeCommand(folder, options));
  data
    .command('ceiling [graph]')
    .description(
      'estimate the best possible accuracy on the Orchestra dataset of a graph, by scenario and question type',
    )
    .addOption(
      numberOption('--questions <number>', 'maximum number of held-out questions', { ...natural, min: 1 }).default(
        1200,
      ),
    )
    .addOption(
      numberOption('--samples <number>', 'random scenes per video and scenario', { ...natural, min: 1 }).default(300),
    )
    .addOption(numberOption('--seed <number>', 'seed of the scenes (default: that of the graph)', natural))
    .option('--json', 'print one JSON document and nothing else', false)
    .action((graph: string | undefined, options: DataCeilingOptions) => dataCeilingCommand(graph, options));

  program
    .command('export <run>')
    .description('export a run as files for other programs, machines or people')
    .addOption(choiceOption('--format <name>', 'file format', namesIn(exportFormats)).makeOptionMandatory())
    .option('--out <file>', 'output file or folder (default: in the run’s folder; a zip beside it)')
    .addOption(
      numberOption('--batch <number>', `samples per call of an ${modelFormats}`, {
        min: 1,
        max: largestBatch,
        whole: true,
      }).default(1),
    )
    .addOption(
      choiceOption('--draws <kind>', `random numbers of an ${modelFormats}: fixed in the model, or inputs of it`, [
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
    .description('add a run that was exported as a zip to the runs folder')
    .addOption(runsOption())
    .option('--json', 'print one JSON document and nothing else', false)
    .action((zip: string, options: ImportOptions) => importCommand(zip, options));

  program
    .command('table <folders...>')
    .description(
      'print a results table of studies, folders of runs or single runs: one row per method, one column per question type and scenario',
    )
    .addOption(choiceOption('--format <name>', 'file format', namesIn(tableFormats)).default('markdown'))
    .addOption(
      choiceOption('--columns <set>', 'question types and groups, groups only, or overall only', columnSets).default(
        'types',
      ),
    )
    .addOption(
      namesOption('--scenarios <names>', 'scenarios in the table', testScenarios).default(
        testScenarios,
        'all measured scenarios',
      ),
    )
    .addOption(
      choiceOption(
        '--place <place>',
        'place of the scenarios: across (as columns) or down (as blocks of rows)',
        scenarioPlaces,
      ).default('across'),
    )
    .addOption(numberOption('--digits <number>', 'decimal places', { min: 0, max: 6, whole: true }).default(1))
    .addOption(
      namesOption(
        '--derived [names]',
        'add derived columns, all or the named ones: points lost to the missing modality, share restored and difference (both with --against), variance recalled',
        derivedColumns,
      ),
    )
    .option('--against <row>', 'row that the others are compared with, by a bootstrap over videos and the shared seeds')
    .option('--caption <text>', 'replace the caption about the seeds')
    .option('--out <file>', 'output file (default: standard output)')
    .action((folders: string[], options: TableCommandOptions) => tableCommand(folders, options));

  program
    .command('compare <run> <other>')
    .description(
      'compare the settings of two runs on the same held-out questions, over all shared finished seeds, with a paired bootstrap',
    )
    .option('--single-pair', 'compare only the two runs, not all seeds of both settings', false)
    .addOption(
      numberOption('--resamples <number>', 'number of bootstrap resamples', {
        min: 100,
        max: 1_000_000,
        whole: true,
      }).default(10_000),
    )
    .addOption(numberOption('--seed <number>', 'seed of the bootstrap', natural).default(1))
    .option('--out <file>', 'output file (default: standard output)')
    .option('--json', 'print one JSON document instead of Markdown', false)
    .action((run: string, other: string, options: CompareCommandOptions) => compareCommand(run, other, options));

  program
    .command('bench')
    .description(
      'measure training steps of three sizes on every backend of this machine, and in PyTorch if it is installed',
    )
    .addOption(
      namesOption('--sizes <names>', 'sizes to measure', Object.keys(sizes)).default(
        Object.keys(sizes),
        Object.keys(sizes).join(','),
      ),
    )
    .addOption(namesOption('--backends <names>', 'backends to measure (default: all except cpu)', backendNames))
    .addOption(numberOption('--steps <number>', 'measured steps per size', { min: 1, max: 1e6, whole: true }))
    .option('--python <command>', 'Python with torch, for the comparison', 'python3')
    .option('--out <file>', 'output file', 'bench.json')
    .option('--profile', 'also measure the time per operator of a recorded step', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((options: BenchOptions) => benchCommand(options));

  program
    .command('doctor')
    .description('list the backends of this machine, and the steps to install a faster one')
    .option('--kernels', 'list the tfjs kernels that can be recorded, instead of the backends', false)
    .option('--json', 'print one JSON document and nothing else', false)
    .action((options: DoctorOptions) => doctorCommand(options));

  program
    .command('gpu-check')
    .description(
      'compare the GPU with the CPU: kernels, losses of the first training steps, and step times, also in PyTorch',
    )
    .addOption(
      numberOption('--steps <number>', 'training steps to compare', { min: 1, max: 1000, whole: true }).default(50),
    )
    .addOption(
      numberOption('--minutes <number>', 'time limit; parts beyond it are left out', { min: 1, max: 60 }).default(7.5),
    )
    .option('--python <command>', 'Python with torch, for the comparison', 'python3')
    .option('--json', 'print one JSON document and nothing else', false)
    .action(async (options: GpuCheckOptions) => {
      if (!(await gpuCheckCommand(options))) process.exitCode = 1;
    });

  program
    .command('build-tensorflow')
    .description(
      'build the backend “tensorflow” from the sources in npm, with the library of Python’s TensorFlow (Linux)',
    )
    .option('--python <command>', 'Python whose TensorFlow is used; its pip downloads one if it has none', 'python3')
    .action((options: BuildTensorflowOptions) => buildTensorflowCommand(options));

  return program;
}
