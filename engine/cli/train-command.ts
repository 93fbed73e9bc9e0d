import { parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { oneLine } from '../../graph-nodes/graph/messages';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import { inEnglish } from '../contract/messages';
import type { EngineEvent } from '../contract/protocol';
import type { RunResult, RunStatus, StageResult } from '../contract/runs';
import type { RunEstimate } from '../contract/estimate';
import { analyseForTraining } from '../model/build';
import { formatPlan, planTraining } from '../model/plan';
import { runtimeSettings } from '../backends/onnx-runtime';
import { Engine } from '../service/engine';
import { RunEstimates } from '../runs/run-estimate';
import { describeStart } from '../runs/start-from';
import { accuracyTable, baselineLines, percent } from './accuracy-table';
import { CommandError } from './command-error';
import { readDocumentFile } from './document-file';
import { applyOverrides, parseOverride, trainerOverrides } from './overrides';

export interface TrainOptions {
  readonly epochs?: string;
  readonly seed?: string;
  readonly backend: string;
  readonly threads?: number;
  readonly set: readonly string[];
  readonly runs: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Reads a graph file and applies the options of the command line. */
export async function readGraph(
  file: string,
  options: Pick<TrainOptions, 'epochs' | 'seed' | 'set'>,
): Promise<GraphDocument> {
  return readDocumentFile(file, (text) => {
    const document = parseDocument(text);
    const own = trainerOverrides(document, { epochs: options.epochs, seed: options.seed });
    return applyOverrides(document, [...options.set.map(parseOverride), ...own]);
  });
}

/**
 * `studio train`: trains a graph document. Its warnings, such as a warm-up longer than the run, are on standard error.
 * @throws {RequestError | CommandError}
 */
export async function trainCommand(file: string, options: TrainOptions): Promise<void> {
  const graph = await readGraph(file, options);
  if (options.threads !== undefined) runtimeSettings.threads = options.threads;
  if (options.dryRun) {
    await printDryRun(graph, options);
    return;
  }
  const engine = new Engine({ runsFolder: options.runs });
  const start = async () => {
    const started = await engine.request('train', { graph, backend: options.backend });
    // A refused run has its error alone.
    for (const { message } of analyseForTraining(graph).problems)
      process.stderr.write(`Warning: ${oneLine(message)}\n`);
    return started;
  };
  await followRun(engine, start, options.json);
}

/**
 * Starts a run and waits for its end. Progress is on standard error, the result on standard output. The first Ctrl-C
 * stops the run and evaluates it; the second ends the process at once.
 *
 * @throws {RequestError | CommandError}
 */
export async function followRun(engine: Engine, start: () => Promise<{ run: string }>, json: boolean): Promise<void> {
  const ended = new Promise<RunStatus>((resolve) => {
    const report = reporter();
    engine.onEvent((event) => {
      report(event);
      if (event.event === 'status' && ['finished', 'stopped', 'failed'].includes(event.status.state))
        resolve(event.status);
    });
  });
  const { run } = await start();
  const interrupt = () => {
    process.stderr.write('\nStopping; press Ctrl-C again to end at once.\n');
    process.once('SIGINT', () => process.exit(1));
    void engine.request('stop', { run });
  };
  process.once('SIGINT', interrupt);
  const status = await ended;
  process.off('SIGINT', interrupt);
  await engine.close();
  if (!status.result) throw new CommandError(inEnglish(status.message), 'failed');
  process.stdout.write(json ? `${JSON.stringify(status.result, null, 2)}\n` : formatResult(status.result));
}

/** Prints the progress of a run and the start of each stage on standard error. */
function reporter(): (event: EngineEvent) => void {
  let stageIndex: number | undefined;
  return (event) => {
    if (event.event === 'epoch') {
      const overall = scenarios.map((name) => `${name} ${percent(event.record.accuracy[name].overall)}`).join('  ');
      process.stderr.write(`\repoch ${event.record.epoch}  step ${event.record.step}  validation: ${overall}\n`);
    } else if (event.event === 'status') {
      const { state, stage, epoch, epochs, step, steps, secondsLeft } = event.status;
      if (stage && stage.index !== stageIndex && state === 'training') {
        stageIndex = stage.index;
        process.stderr.write(`${startOfLine}stage ${stage.index} of ${stage.count}: ${stage.name}\n`);
      }
      if (!process.stderr.isTTY) return;
      const left = secondsLeft === null ? '' : `  ${Math.ceil(secondsLeft)} s left`;
      const inStage = stage ? `  stage ${stage.index}/${stage.count}` : '';
      process.stderr.write(`${startOfLine}${state}${inStage}  epoch ${epoch}/${epochs}  step ${step}/${steps}${left}`);
    }
  };
}

/** Returns to the start of the terminal's line and erases it. */
const startOfLine = process.stderr.isTTY ? '\r\u001b[K' : '';

function formatResult(result: RunResult): string {
  const lines = [
    `${result.title}: ${result.epochs} epochs, ${result.steps} steps, seed ${result.seed}, backend ${result.backend}, ${result.parameters} parameters${result.stopped ? ', stopped early' : ''}`,
    ...(result.startedFrom ? [inEnglish(describeStart(result.startedFrom))] : []),
    ...(result.bestEpoch === undefined ? [] : [`Weights of the best epoch, ${result.bestEpoch}.`]),
    ...(result.stages ?? []).map(formatStage),
    ...accuracyTable('accuracy on held-out videos', result.accuracy),
    ...recallLines(result),
    ...baselineLines(result),
  ];
  return `${lines.join('\n')}\n`;
}

function formatStage({ name, epochs, steps, accuracy, weights }: StageResult, index: number): string {
  const overall = scenarios.map((scenario) => `${scenario} ${percent(accuracy[scenario].overall)}`).join('  ');
  const kept = weights === undefined ? 'stopped early' : weights;
  return `stage ${index + 1}, ${name}: ${epochs} epochs, ${steps} steps, ${kept}; held-out: ${overall}`;
}

/** Share of the variance of each recalled modality's features that the recall explains. */
const recallLines = ({ recall }: RunResult): string[] =>
  Object.entries(recall ?? {}).flatMap(([modality, share]) =>
    share === null ? [] : [`variance recalled, ${modality}: ${percent(100 * share)}`],
  );

/** `--dry-run`: prints shapes, parameter counts, memory and expected duration of the graph, without training. */
async function printDryRun(
  graph: GraphDocument,
  { json, runs, backend }: Pick<TrainOptions, 'json' | 'runs' | 'backend'>,
): Promise<void> {
  const plan = planTraining(graph);
  const estimate = await new RunEstimates(runs).estimate(graph, backend);
  process.stdout.write(
    json ? `${JSON.stringify({ ...plan, estimate }, null, 2)}\n` : `${formatPlan(plan)}${formatEstimate(estimate)}\n`,
  );
}

function formatEstimate(estimate: RunEstimate): string {
  if (estimate.basis === 'none') {
    return 'The duration is unknown: no run of this graph or of a similar one was timed on this machine.';
  }
  const { basis, seconds, runs, backend } = estimate;
  const from = `${runs} ${runs === 1 ? 'run' : 'runs'} of ${basis === 'sameGraph' ? 'this graph' : 'other graphs'}`;
  return `The whole run takes about ${Math.ceil(seconds)} s, from ${from} with ${backend}.`;
}
