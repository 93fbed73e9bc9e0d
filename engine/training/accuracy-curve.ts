import {
  noiseScenarios,
  type Dataset,
  type NoiseScenario,
  type Split,
  type TestScenario,
} from '../../graph-nodes/datasets/dataset';
import type { Accuracies } from '../contract/metrics';
import { modalities, type Modality } from '../data/corrupt';
import { evaluatePasses } from './evaluate';
import type { Learner } from './learner';
import { scenarioOf, type AtRate, type MissingRates, type MissingUnit } from './missing-rates';

/** The missing rates and noise strengths of a curve. */
export const curveValues: readonly number[] = Array.from({ length: 11 }, (_, index) => index / 10);

/** Accuracy in some scenarios at one missing rate or noise strength. */
export type AtValue = Readonly<
  Partial<Record<TestScenario, { readonly accuracy: Accuracies; readonly share?: number }>>
>;

/** Points of accuracy over a missing rate or a noise strength; the field names the axis. */
export type CurvePoint<Axis extends string> = Readonly<Record<Axis, number>> & AtValue;

/** Measures accuracy at every value of a curve. */
export async function accuracyCurve<Axis extends string>(
  axis: Axis,
  measure: (value: number) => Promise<AtValue>,
): Promise<CurvePoint<Axis>[]> {
  const points: CurvePoint<Axis>[] = [];
  for (const value of curveValues) {
    points.push({ [axis]: value, ...(await measure(value)) } as CurvePoint<Axis>);
  }
  return points;
}

/** Measures the accuracy by missing rate of some modalities. */
export const missingRateCurve = (
  rates: MissingRates,
  unit: MissingUnit,
  of: readonly Modality[] = modalities,
): Promise<CurvePoint<'rate'>[]> =>
  accuracyCurve('rate', async (rate) => {
    const at: [TestScenario, AtRate][] = [];
    for (const modality of of) at.push([scenarioOf(modality), await rates.at(modality, rate, unit)]);
    return Object.fromEntries(at);
  });

/**
 * Measures the accuracy by strength of the noise on encoded features, with the same noise at every strength. At
 * strength 0 a graph without enhancer equals the scenario “complete”; an enhancer still changes the pair.
 */
export const noiseCurve = (
  learner: Learner,
  dataset: Dataset,
  split: Split,
  of: readonly NoiseScenario[] = noiseScenarios,
  betweenBatches: () => Promise<void> = () => Promise.resolve(),
): Promise<CurvePoint<'noise'>[]> =>
  accuracyCurve('noise', async (noise) => {
    const passes = of.map((scenario) => ({ scenario, noise }));
    const { accuracy } = await evaluatePasses(learner, dataset, split, betweenBatches, passes);
    return Object.fromEntries(of.map((scenario) => [scenario, { accuracy: accuracy[scenario] as Accuracies }]));
  });
