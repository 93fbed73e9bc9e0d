import { scenarios, type Scenario, type Split } from '../../graph-nodes/datasets/dataset';
import type { BackendName } from '../contract/backends';
import type { Accuracies } from '../contract/metrics';
import { modalities, withNoise } from '../data/corrupt';
import { graphInUse } from '../export/onnx-export';
import { openRun } from '../runs/open-run';
import { evaluate } from '../training/evaluate';
import { curve, MissingRates, scenarioOf, type CurvePoint, type MissingUnit } from '../training/missing-rates';
import { accuracyTable } from './accuracy-table';
import { CommandError } from './command-error';

export interface EvaluateOptions {
  readonly split: Split;
  readonly scenario?: Scenario;
  readonly missingRate?: number;
  readonly missingPer: MissingUnit;
  readonly noise: number;
  readonly seed: number;
  readonly curve: boolean;
  readonly backend?: string;
  readonly json: boolean;
}

/** What `studio evaluate --json` prints. */
export interface Evaluation {
  readonly run: string;
  readonly title: string;
  readonly backend: BackendName;
  readonly split: string;
  readonly questions: number;
  /** Of the noise, and of what is missing. */
  readonly seed: number;
  /** Standard deviation of what is added to every feature. */
  readonly noise: number;
  /** Of the modality of each scenario; absent where all of it is missing, as in training's own evaluation. */
  readonly missing?: { readonly rate: number; readonly per: string };
  readonly accuracy: Partial<Record<Scenario, Accuracies>>;
  /** Accuracy against missing rate, where it was asked for. */
  readonly curve?: readonly CurvePoint[];
}

/**
 * `studio evaluate`: how a run's model does on a split, in a scenario, at a missing rate, with noise.
 * @throws {RequestError | CommandError}
 */
export async function evaluateCommand(folder: string, options: EvaluateOptions): Promise<void> {
  const { split, scenario, missingRate: rate, missingPer: unit, noise, seed, backend } = options;
  const asked = scenario === undefined ? scenarios : [scenario];
  if (rate !== undefined && options.curve) {
    throw new CommandError('“--curve” walks all missing rates; it does not go with “--missing-rate”.');
  }
  // Where a rate is asked for, it is not on top of the graph's own.
  const rated = rate !== undefined || options.curve;
  const { stored, dataset, learner, backend: name } = await openRun(folder, backend, rated ? graphInUse : undefined);
  try {
    const noisy = withNoise(dataset, noise, seed);
    const rates = rated ? await MissingRates.open(learner, noisy, split, seed) : undefined;
    const found: Partial<Record<Scenario, Accuracies>> = {};
    if (!rates) Object.assign(found, (await evaluate(learner, noisy, split, () => Promise.resolve())).accuracy);
    else {
      found.complete = rates.complete();
      for (const modality of modalities) {
        found[scenarioOf(modality)] = (await rates.at(modality, rate ?? 1, unit)).accuracy;
      }
    }
    const walked = modalities.filter((modality) => asked.includes(scenarioOf(modality)));
    const evaluation: Evaluation = {
      run: stored.status.run,
      title: stored.document.title,
      backend: name,
      split,
      questions: dataset.questions[split].length,
      seed,
      noise,
      ...(rate !== undefined && { missing: { rate, per: unit } }),
      accuracy: Object.fromEntries(asked.map((scenario) => [scenario, found[scenario]])),
      ...(rates && options.curve && { curve: await curve(rates, unit, walked.length > 0 ? walked : modalities) }),
    };
    process.stdout.write(options.json ? `${JSON.stringify(evaluation, null, 2)}\n` : format(evaluation, unit));
  } finally {
    await learner.dispose();
  }
}

function format(
  { title, split, questions, noise, missing, accuracy, curve: points }: Evaluation,
  unit: string,
): string {
  const conditions = [
    `${title}: ${questions} questions of the split “${split}”`,
    ...(missing ? [`${100 * missing.rate} % missing per ${missing.per}`] : []),
    ...(noise > 0 ? [`noise ${noise}`] : []),
  ].join(', ');
  const lines = [conditions, ...accuracyTable('accuracy', accuracy)];
  if (points) {
    const of = Object.keys(points[0] ?? {}).filter((key): key is Scenario => key !== 'rate');
    const cell = (value: number | null | undefined) =>
      (typeof value === 'number' ? `${value.toFixed(1)} %` : '–').padStart(14);
    lines.push(
      '',
      `${`missing per ${unit}`.padEnd(20)}${of.map((scenario) => scenario.padStart(14)).join('')}`,
      ...points.map(
        (point) =>
          `${`${Math.round(100 * point.rate)} %`.padEnd(20)}${of.map((scenario) => cell(point[scenario]?.accuracy.overall)).join('')}`,
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}
