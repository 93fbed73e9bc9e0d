import { questionTypes, testScenarios, type TestScenario } from '../../graph-nodes/datasets/dataset';
import type { Comparison } from '../contract/comparison';
import type { EngineMessage } from '../contract/messages';
import { accuracyKeys, type AccuracyKey } from '../contract/metrics';
import { RequestError } from '../contract/errors';
import { readPredictions, type StoredQuestion } from '../runs/stored-predictions';
import { readMeasured, withOtherSeeds, type MeasuredRun } from './results';
import { differences, methodOf } from './settings';
import { pairedBootstrap, summarise, type BootstrapDifference, type BootstrapOptions } from './statistics';

/** One side of a comparison: a method's runs, and what each answered. */
export interface Side {
  readonly name: string;
  /** By seed, ascending. */
  readonly runs: readonly { readonly run: MeasuredRun; readonly questions: readonly StoredQuestion[] }[];
}

export const usualBootstrap: BootstrapOptions = { resamples: 10_000, level: 0.95, seed: 1 };

/**
 * Reads one side of a comparison.
 * @param everySeed whether the runs beside it that differ in nothing but the seed belong to it
 * @throws {RequestError}
 */
export async function readSide(folder: string, everySeed: boolean): Promise<Side> {
  const first = await readMeasured(folder);
  const runs = everySeed ? await withOtherSeeds(first) : [first];
  const name = runs.length === 1 ? first.result.run : first.document.title || first.result.run;
  return {
    name,
    runs: await Promise.all(runs.map(async (run) => ({ run, questions: await readPredictions(run.folder) }))),
  };
}

/** How a question is told from another, over runs. */
const identity = ({ video, type, text }: StoredQuestion): string => JSON.stringify([video, type, text]);

/** @throws {RequestError} where two runs were not asked the same questions */
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

/** The share of a side's seeds that answered a question right, by question. */
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

/** Quantity of a paired test: the accuracy of a group or type in a scenario. */
interface Quantity {
  readonly scenario: TestScenario;
  readonly key: AccuracyKey;
}

/** The scenarios that all runs of both sides were measured in. */
const sharedScenarios = (sides: readonly Side[]): readonly TestScenario[] =>
  testScenarios.filter((scenario) =>
    sides.every(({ runs }) => runs.every(({ run }) => run.result.accuracy[scenario] !== undefined)),
  );

/** A paired bootstrap over videos for each quantity; null where nothing was asked. */
function pairedTests(
  a: Side,
  b: Side,
  asked: readonly StoredQuestion[],
  quantities: readonly Quantity[],
  options: BootstrapOptions,
): { readonly videos: number; readonly tests: ReturnType<typeof pairedBootstrap> } {
  const place = new Map(quantities.map(({ scenario, key }, index) => [`${scenario}.${key}`, index]));
  const videos = new Map<string, { asked: number; difference: number }[]>();
  for (const { video } of asked) {
    if (videos.has(video)) continue;
    videos.set(
      video,
      quantities.map(() => ({ asked: 0, difference: 0 })),
    );
  }
  for (const scenario of new Set(quantities.map((quantity) => quantity.scenario))) {
    const [right, other] = [sharesRight(a, scenario, asked.length), sharesRight(b, scenario, asked.length)];
    asked.forEach((question, index) => {
      const counts = videos.get(question.video) ?? [];
      for (const key of keysOf(question)) {
        const count = counts[place.get(`${scenario}.${key}`) ?? -1];
        if (!count) continue;
        count.asked += 1;
        count.difference += (right[index] as number) - (other[index] as number);
      }
    });
  }
  return { videos: videos.size, tests: pairedBootstrap([...videos.values()], options) };
}

/**
 * The difference of overall accuracy, A − B, by scenario with its paired interval.
 * @throws {RequestError} where they were not asked the same
 */
export function overallTests(a: Side, b: Side, options: BootstrapOptions): Map<TestScenario, BootstrapDifference> {
  const asked = requireSameQuestions([a, b]);
  const quantities = sharedScenarios([a, b]).map((scenario): Quantity => ({ scenario, key: 'overall' }));
  const { tests } = pairedTests(a, b, asked, quantities, options);
  return new Map(
    quantities.flatMap(({ scenario }, index) => {
      const test = tests[index];
      return test ? [[scenario, test] as const] : [];
    }),
  );
}

/**
 * Compares two methods on the same held-out questions: settings that differ, accuracies side by side, and for each a paired
 * bootstrap over videos of “A is right more often than B”. Noise scenarios count where all runs were measured in them.
 * @throws {RequestError} where they were not asked the same
 */
export function compare(a: Side, b: Side, options: BootstrapOptions = usualBootstrap): Comparison {
  const asked = requireSameQuestions([a, b]);
  const quantities = sharedScenarios([a, b]).flatMap((scenario) =>
    accuracyKeys.map((key): Quantity => ({ scenario, key })),
  );
  const { videos, tests } = pairedTests(a, b, asked, quantities, options);
  const summary = (side: Side, scenario: TestScenario, key: AccuracyKey) =>
    summarise(side.runs.flatMap(({ run }) => run.result.accuracy[scenario]?.[key] ?? []));
  return {
    a: describeSide(a),
    b: describeSide(b),
    settings: settingsApart(a, b),
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

function settingsApart(a: Side, b: Side): Comparison['settings'] {
  const graphs = [a, b].map(({ runs }) => {
    const document = runs[0]?.run.document;
    return document ? methodOf(document) : new Map<string, EngineMessage>();
  });
  return differences(graphs).map(({ setting, values }) => ({
    setting,
    a: values[0] ?? null,
    b: values[1] ?? null,
  }));
}

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
