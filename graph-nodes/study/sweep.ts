import { z } from 'zod';
import type { NodeKind } from '../graph/kind';
import type { ParameterValue } from '../graph/document';
import { Random } from '../graph/random';
import { mostRuns, type Drawn, type Settings, type Sweep } from './document';
import { StudyError } from './study-error';

/** Maximum number of draws per wanted point, before the sweep reports too few different points. */
const triesPerPoint = 50;

/**
 * Points of a sweep, all different. A grid has every combination with the last parameter fastest; a random sweep has the
 * requested number of draws. One seed gives the same points, and more draws only add to them.
 *
 * @param kindOf the kind of the node of a setting; throws if there is none
 * @throws {StudyError} naming the parameter
 */
export function sweepPoints(sweep: Sweep, kindOf: (setting: string) => NodeKind): Settings[] {
  refuseTwice(sweep.parameters.map(({ parameter }) => parameter));
  if (sweep.method === 'grid') {
    for (const { parameter } of sweep.parameters) kindOf(parameter);
    const count = sweep.parameters.reduce((product, { values }) => product * values.length, 1);
    if (count > mostRuns) throw new StudyError({ code: 'tooManyPoints', count, most: mostRuns });
    return sweep.parameters.reduce<Settings[]>(
      (points, { parameter, values }) =>
        points.flatMap((point) => values.map((value) => ({ ...point, [parameter]: value }))),
      [{}],
    );
  }
  const streams = sweep.parameters.map((drawn) => ({
    drawn,
    whole: takesWholeNumbers(kindOf(drawn.parameter), drawn.parameter),
    random: new Random(sweep.seed, `sweep/${drawn.parameter}`),
  }));
  const points = new Map<string, Settings>();
  for (let tries = 0; points.size < sweep.draws && tries < sweep.draws * triesPerPoint; tries += 1) {
    const point = Object.fromEntries(
      streams.map(({ drawn, whole, random }) => [drawn.parameter, draw(drawn, whole, random)]),
    );
    points.set(JSON.stringify(point), point);
  }
  if (points.size < sweep.draws) {
    throw new StudyError({ code: 'tooFewPoints', wanted: sweep.draws, found: points.size });
  }
  return [...points.values()];
}

function refuseTwice(parameters: readonly string[]): void {
  const twice = parameters.find((parameter, index) => parameters.indexOf(parameter) !== index);
  if (twice === undefined) return;
  const [node = '', parameter = ''] = twice.split('.');
  throw new StudyError({ code: 'sweptTwice', setting: twice }, { node, parameter });
}

function draw(drawn: Drawn, whole: boolean, random: Random): ParameterValue {
  if (drawn.draw === 'choice') return random.pick(drawn.values);
  const { parameter: setting, from, to } = drawn;
  if (!(from < to)) {
    const [node = '', parameter = ''] = setting.split('.');
    throw new StudyError(
      { code: 'sweepBounds', setting, from, to },
      {
        node,
        parameter,
      },
    );
  }
  // Half a number is added at both ends, so that the first and the last integer are as probable as the others.
  const [low, high] = whole ? [Math.ceil(from) - 0.5, Math.floor(to) + 0.5] : [from, to];
  const value =
    drawn.draw === 'uniform'
      ? low + random.uniform() * (high - low)
      : Math.exp(Math.log(low) + random.uniform() * (Math.log(high) - Math.log(low)));
  // Four digits distinguish points and stay readable; rounding stays within the bounds.
  return whole
    ? Math.min(Math.max(Math.round(value), Math.ceil(from)), Math.floor(to))
    : Math.min(Math.max(Number(value.toPrecision(4)), from), to);
}

function takesWholeNumbers(kind: NodeKind, setting: string): boolean {
  const { properties = {} } = z.toJSONSchema(kind.parameters, { io: 'input' });
  const field = properties[setting.split('.')[1] ?? ''];
  return typeof field === 'object' && field.type === 'integer';
}
