import {
  isNoiseScenario,
  noiseOf,
  noiseScenarios,
  scenarios,
  testScenarios,
  type NoiseScenario,
  type Split,
  type TestScenario,
} from '../../graph-nodes/datasets/dataset';
import type { BackendName } from '../contract/backends';
import type { Accuracies } from '../contract/metrics';
import { modalities, withFeatureNoise } from '../data/corrupt';
import { graphInUse } from '../export/onnx-export';
import { openRun } from '../runs/open-run';
import { missingRateCurve, noiseCurve, type CurvePoint } from '../training/accuracy-curve';
import { evaluate, evaluatePasses } from '../training/evaluate';
import { MissingRates, scenarioOf, type MissingUnit } from '../training/missing-rates';
import { accuracyTable } from './accuracy-table';
import { CommandError } from './command-error';

export interface EvaluateOptions {
  readonly split: Split;
  readonly scenario?: TestScenario;
  readonly missingRate?: number;
  readonly missingPer: MissingUnit;
  /** Standard deviations of the noise scenarios: one for all or one for each; true: those of the released code. */
  readonly noise?: true | readonly number[];
  /** Standard deviation of the noise that is added to every feature of the dataset. */
  readonly featureNoise: number;
  readonly seed: number;
  readonly curve: boolean;
  readonly backend?: string;
  readonly json: boolean;
}

/** JSON output of `studio evaluate --json`. */
export interface Evaluation {
  readonly run: string;
  readonly title: string;
  readonly backend: BackendName;
  readonly split: string;
  readonly questions: number;
  /** Seed of the noise and of the missing samples. */
  readonly seed: number;
  /** Standard deviation of the noise that is added to every feature of the dataset. */
  readonly noise: number;
  /** Missing rate of each scenario's modality; absent if all of it is missing, as in the evaluation after training. */
  readonly missing?: { readonly rate: number; readonly per: string };
  readonly accuracy: Partial<Record<TestScenario, Accuracies>>;
  /** Accuracy by missing rate; present with `--curve`. */
  readonly curve?: readonly CurvePoint<'rate'>[];
  /** Standard deviation of the noise on encoded features in each measured noise scenario. */
  readonly noiseStrengths?: Partial<Record<NoiseScenario, number>>;
  /** Accuracy by the standard deviation of that noise; present with `--curve` and `--noise`. */
  readonly noiseCurve?: readonly CurvePoint<'noise'>[];
}

/**
 * `studio evaluate`: measures the accuracy of a run's model on a split, in a scenario, at a missing rate, or with noise.
 * @throws {RequestError | CommandError}
 */
export async function evaluateCommand(folder: string, options: EvaluateOptions): Promise<void> {
  const { split, scenario, missingRate: rate, missingPer: unit, noise, featureNoise, seed, backend } = options;
  const strengths = strengthsOf(noise);
  const asked = scenario !== undefined ? [scenario] : [...scenarios, ...(noise === undefined ? [] : noiseScenarios)];
  const noisy = asked.filter(isNoiseScenario);
  if (rate !== undefined && options.curve) {
    throw new CommandError(
      '“--curve” measures all missing rates, so “--missing-rate” has no meaning; leave one of them out.',
    );
  }
  // A given rate replaces the missing rate of the graph.
  const rated = rate !== undefined || options.curve;
  const { stored, dataset, learner, backend: name } = await openRun(folder, backend, rated ? graphInUse : undefined);
  try {
    const changed = withFeatureNoise(dataset, featureNoise, seed);
    const rates = rated ? await MissingRates.open(learner, changed, split, seed) : undefined;
    const found: Partial<Record<TestScenario, Accuracies>> = {};
    if (!rates) Object.assign(found, (await evaluate(learner, changed, split, () => Promise.resolve())).accuracy);
    else {
      found.complete = rates.complete();
      for (const modality of modalities) {
        found[scenarioOf(modality)] = (await rates.at(modality, rate ?? 1, unit)).accuracy;
      }
    }
    if (noisy.length > 0) {
      const passes = noisy.map((one) => ({ scenario: one, noise: strengths[one] }));
      const measured = await evaluatePasses(learner, changed, split, () => Promise.resolve(), passes);
      Object.assign(found, measured.accuracy);
    }
    const walked = modalities.filter((modality) => asked.includes(scenarioOf(modality)));
    const onlyNoise = scenario !== undefined && noisy.length > 0;
    const evaluation: Evaluation = {
      run: stored.status.run,
      title: stored.document.title,
      backend: name,
      split,
      questions: dataset.questions[split].length,
      seed,
      noise: featureNoise,
      ...(rate !== undefined && { missing: { rate, per: unit } }),
      accuracy: Object.fromEntries(asked.map((scenario) => [scenario, found[scenario]])),
      ...(rates &&
        options.curve &&
        !onlyNoise && { curve: await missingRateCurve(rates, unit, walked.length > 0 ? walked : modalities) }),
      ...(noisy.length > 0 && {
        noiseStrengths: Object.fromEntries(noisy.map((one) => [one, strengths[one]])),
        ...(options.curve && { noiseCurve: await noiseCurve(learner, changed, split, noisy) }),
      }),
    };
    process.stdout.write(options.json ? `${JSON.stringify(evaluation, null, 2)}\n` : format(evaluation, unit));
  } finally {
    await learner.dispose();
  }
}

/**
 * Assigns the given strengths to the noise scenarios.
 * @throws {CommandError} unless there are one or three strengths
 */
function strengthsOf(noise: EvaluateOptions['noise']): Record<NoiseScenario, number> {
  const given = noise === undefined || noise === true ? noiseScenarios.map((one) => noiseOf[one].strength) : noise;
  if (given.length !== 1 && given.length !== noiseScenarios.length) {
    throw new CommandError(
      `“--noise” has ${given.length} strengths; give one for all noise scenarios or three, of ${noiseScenarios.join(', ')}.`,
    );
  }
  return Object.fromEntries(noiseScenarios.map((one, index) => [one, given[given.length === 1 ? 0 : index]])) as Record<
    NoiseScenario,
    number
  >;
}

function format(evaluation: Evaluation, unit: string): string {
  const { title, split, questions, noise, missing, accuracy, noiseStrengths = {} } = evaluation;
  const conditions = [
    `${title}: ${questions} questions of the split “${split}”`,
    ...(missing ? [`${100 * missing.rate} % missing per ${missing.per}`] : []),
    ...(noise > 0 ? [`noise ${noise} on the data`] : []),
    ...Object.entries(noiseStrengths).map(([scenario, strength]) => `${scenario} ${strength}`),
  ].join(', ');
  const lines = [
    conditions,
    ...accuracyTable('accuracy', accuracy),
    ...curveTable(`missing per ${unit}`, evaluation.curve, ({ rate }) => `${Math.round(100 * rate)} %`),
    ...curveTable('noise strength', evaluation.noiseCurve, (point) => point.noise.toFixed(1)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Formats the overall accuracies of a curve, a line for each point. */
function curveTable<Axis extends string>(
  title: string,
  points: readonly CurvePoint<Axis>[] | undefined,
  name: (point: CurvePoint<Axis>) => string,
): string[] {
  const [first] = points ?? [];
  if (!points || !first) return [];
  const of = testScenarios.filter((scenario) => scenario in first);
  const cell = (value: number | null | undefined) =>
    (typeof value === 'number' ? `${value.toFixed(1)} %` : '–').padStart(14);
  return [
    '',
    `${title.padEnd(20)}${of.map((scenario) => scenario.padStart(14)).join('')}`,
    ...points.map(
      (point) => `${name(point).padEnd(20)}${of.map((scenario) => cell(point[scenario]?.accuracy.overall)).join('')}`,
    ),
  ];
}
