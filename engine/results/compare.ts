import { questionTypes, testScenarios, type TestScenario } from '../../graph-nodes/datasets/dataset';
import type { Comparison } from '../contract/comparison';
import type { EngineMessage } from '../contract/messages';
import { accuracyKeys, type AccuracyKey } from '../contract/metrics';
import { RequestError } from '../contract/errors';
import type { StoredQuestion } from '../runs/stored-predictions';
import { partsApart } from './run-conditions';
import type { Pair, Side } from './pairing';
import { differences, settingsOf } from './settings';
import { pairedBootstrap, summarise, type BootstrapDifference, type BootstrapOptions } from './statistics';

export const usualBootstrap: BootstrapOptions = { resamples: 10_000, level: 0.95, seed: 1 };

/** Key of a question over runs. */
const identity = ({ video, type, text }: StoredQuestion): string => JSON.stringify([video, type, text]);

/**
 * Checks that two runs have the same questions.
 * @throws {RequestError} if they differ
 */
function requireSameQuestions(sides: readonly Side[]): readonly StoredQuestion[] {
  const [first, ...others] = sides.flatMap(({ runs }) => runs);
  const asked = first?.questions ?? [];
  for (const { run, questions } of others) {
    const apart = questions.findIndex((question, index) => {
      const other = asked[index];
      return !other || identity(other) !== identity(question);
    });
    if (apart < 0 && questions.length === asked.length) continue;
    const names = { a: first?.run.result.run ?? '', b: run.result.run };
    const [one, other] = [asked[apart], questions[apart]];
    throw new RequestError(
      'refused',
      one && other
        ? {
            code: 'questionsDiffer',
            ...names,
            number: apart + 1,
            text: one.text,
            video: one.video,
            otherText: other.text,
            otherVideo: other.video,
          }
        : { code: 'questionCountsDiffer', ...names, count: asked.length, otherCount: questions.length },
    );
  }
  return asked;
}

/** Share of a side's seeds that answered a question correctly, by question. */
function sharesRight({ runs }: Side, scenario: TestScenario, count: number): Float64Array {
  const shares = new Float64Array(count);
  for (const { questions } of runs) {
    questions.forEach(({ answer, predicted }, index) => {
      if (predicted[scenario] === answer) shares[index] = (shares[index] as number) + 1 / runs.length;
    });
  }
  return shares;
}

const keysOf = ({ type }: StoredQuestion): readonly AccuracyKey[] => ['overall', questionTypes[type].group, type];

/** Quantity of a paired test: the difference of the accuracies on a group or type of questions. */
interface Quantity {
  readonly key: AccuracyKey;
  /** Difference of the shares of seeds that answered a question correctly, A − B, by question. */
  readonly gains: Float64Array;
}

/** Scenarios that were measured in all runs of both sides. */
const sharedScenarios = (sides: readonly Side[]): readonly TestScenario[] =>
  testScenarios.filter((scenario) =>
    sides.every(({ runs }) => runs.every(({ run }) => run.result.accuracy[scenario] !== undefined)),
  );

/** {@link Quantity.gains} in the scenarios that both sides have. */
function gainsOf(a: Side, b: Side, count: number): Map<TestScenario, Float64Array> {
  return new Map(
    sharedScenarios([a, b]).map((scenario) => {
      const other = sharesRight(b, scenario, count);
      return [scenario, sharesRight(a, scenario, count).map((right, index) => right - (other[index] as number))];
    }),
  );
}

/** Paired bootstraps over videos, one for each quantity; null without questions. */
function pairedTests(
  asked: readonly StoredQuestion[],
  quantities: readonly Quantity[],
  options: BootstrapOptions,
): { readonly videos: number; readonly tests: ReturnType<typeof pairedBootstrap> } {
  const places = new Map<AccuracyKey, number[]>();
  quantities.forEach(({ key }, place) => places.set(key, [...(places.get(key) ?? []), place]));
  const videos = new Map<string, { asked: number; difference: number }[]>();
  asked.forEach((question, index) => {
    const counts = videos.get(question.video) ?? quantities.map(() => ({ asked: 0, difference: 0 }));
    videos.set(question.video, counts);
    for (const place of keysOf(question).flatMap((key) => places.get(key) ?? [])) {
      const [count, quantity] = [counts[place], quantities[place]];
      if (!count || !quantity) continue;
      count.asked += 1;
      count.difference += quantity.gains[index] as number;
    }
  });
  return { videos: videos.size, tests: pairedBootstrap([...videos.values()], options) };
}

/** Difference of overall accuracy in a scenario, A − B. */
export interface OverallTest extends BootstrapDifference {
  /** The part of the difference beyond that with complete input, which no recall causes. */
  readonly beyond: BootstrapDifference;
}

/**
 * Paired tests of the overall accuracy by scenario.
 * @throws {RequestError} if the questions differ
 */
export function overallTests(a: Side, b: Side, options: BootstrapOptions): Map<TestScenario, OverallTest> {
  const asked = requireSameQuestions([a, b]);
  const gains = gainsOf(a, b, asked.length);
  const complete = gains.get('complete') ?? new Float64Array(asked.length);
  const quantities = [...gains.values()].flatMap((own): Quantity[] => [
    { key: 'overall', gains: own },
    { key: 'overall', gains: own.map((gain, index) => gain - (complete[index] as number)) },
  ]);
  const { tests } = pairedTests(asked, quantities, options);
  return new Map(
    [...gains.keys()].flatMap((scenario, index) => {
      const [test, beyond] = tests.slice(2 * index, 2 * index + 2);
      return test && beyond ? [[scenario, { ...test, beyond }] as const] : [];
    }),
  );
}

/**
 * Compares two methods on the same held-out questions: different settings, accuracies side by side, and for each
 * accuracy a paired bootstrap over videos of A − B. A noise scenario is included if all runs were measured in it.
 * @throws {RequestError} if the questions differ
 */
export function compare({ a, b, chosen, pairing }: Pair, options: BootstrapOptions = usualBootstrap): Comparison {
  const asked = requireSameQuestions([a, b]);
  const quantities = [...gainsOf(a, b, asked.length)].flatMap(([scenario, gains]) =>
    accuracyKeys.map((key) => ({ scenario, key, gains })),
  );
  const { videos, tests } = pairedTests(asked, quantities, options);
  const summary = (side: Side, scenario: TestScenario, key: AccuracyKey) =>
    summarise(side.runs.flatMap(({ run }) => run.result.accuracy[scenario]?.[key] ?? []));
  return {
    a: describeSide(a),
    b: describeSide(b),
    pairing: [...pairing],
    settings: settingsApart(chosen),
    made: madeApart(chosen),
    questions: asked.length,
    videos,
    accuracies: quantities.flatMap(({ scenario, key }, index): Comparison['accuracies'] => {
      const [of, other, test] = [summary(a, scenario, key), summary(b, scenario, key), tests[index]];
      return of && other && test ? [{ scenario, key, a: of, b: other, test }] : [];
    }),
    assumptions: assumptionsOf(a, b, videos, options),
  };
}

const describeSide = ({ name, runs }: Side): Comparison['a'] => ({
  name,
  seeds: runs.map(({ run }) => run.result.seed),
  runs: runs.map(({ run }) => run.folder),
});

function settingsApart(chosen: Pair['chosen']): Comparison['settings'] {
  const graphs = chosen.map(({ run }) => settingsOf(run.document));
  return differences(graphs).map(({ setting, values }) => ({
    setting,
    a: values[0] ?? null,
    b: values[1] ?? null,
  }));
}

const madeApart = ([a, b]: Pair['chosen']): Comparison['made'] =>
  partsApart(a.made, b.made).map((part) => ({ part, a: a.made[part], b: b.made[part] }));

function assumptionsOf(
  a: Side,
  b: Side,
  videos: number,
  { resamples, level, seed }: BootstrapOptions,
): EngineMessage[] {
  const several = a.runs.length > 1 || b.runs.length > 1;
  const leastP = Number((2 / (resamples + 1)).toPrecision(2));
  return [
    { code: 'pairedQuestions' },
    { code: 'resampledVideos', resamples, videos, seed },
    { code: several ? 'severalSeeds' : 'oneModelEach' },
    { code: 'percentileInterval', percent: Math.round(100 * level), leastP },
    { code: 'uncorrectedTests' },
  ];
}
