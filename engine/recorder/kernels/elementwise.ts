import { broadcast, same, times, type GraphBuilder, type Value } from '../graph';
import type { Attribute, ElementType } from '../model';
import { alike, inputOf, scaledInput, sizeOf, unscaled, type Kernel, type KernelFamily } from './kernel';

/** A binary elementwise operator. It runs over the stored shapes, so that repeats stay unexpanded. */
export function pairwise(graph: GraphBuilder, operator: string, a: Value, b: Value, type: ElementType = a.type): Value {
  const value = graph.emit(operator, [a.name, b.name], type, broadcast(a.stored, b.stored));
  return { ...value, shape: broadcast(a.shape, b.shape) };
}

/** A unary elementwise operator. */
export function single(
  graph: GraphBuilder,
  operator: string,
  x: Value,
  attributes: Readonly<Record<string, Attribute>> = {},
  type: ElementType = x.type,
): Value {
  return { ...graph.emit(operator, [x.name], type, x.stored, attributes), shape: x.shape };
}

export function cast(graph: GraphBuilder, x: Value, type: ElementType): Value {
  if (x.type === type) return x;
  if (x.constant !== undefined) return graph.filled(type, x.shape, x.constant);
  const to = { float32: 1, int32: 6, int64: 7, bool: 9 }[type];
  return single(graph, 'Cast', x, { to }, type);
}

const scalar = (graph: GraphBuilder, like: Value, number: number): Value => graph.filled(like.type, [], number);

/** Returns the value itself, in the broadcast shape, if the other operand is the neutral element. */
function unchanged(x: Value, other: Value, neutral: number): Value | undefined {
  if (other.constant === undefined || other.constant * (other.factor ?? 1) !== neutral) return undefined;
  return { ...x, shape: broadcast(x.shape, other.shape) };
}

/**
 * Multiplies the value with a number: as a node if the value is small, otherwise as a pending factor. At sums of
 * losses, different factors must be applied at many small values, which is worth it only if it saves a large product.
 */
function scale(graph: GraphBuilder, value: Value, number: number): Value {
  const scaled = times(value, number);
  return sizeOf(value.stored) < largeValue && number !== -1 ? graph.plain(scaled) : scaled;
}

/** Number of multiplications that take as long as starting a dozen operators. */
const largeValue = 65_536;

export function multiply(graph: GraphBuilder, a: Value, b: Value): Value {
  const shape = broadcast(a.shape, b.shape);
  if (a.type === 'float32') {
    if (a.constant === 0 || b.constant === 0) return graph.filled('float32', shape, 0);
    if (b.constant !== undefined) return { ...scale(graph, a, b.constant * (b.factor ?? 1)), shape };
    if (a.constant !== undefined) return { ...scale(graph, b, a.constant * (a.factor ?? 1)), shape };
  }
  const [left, right] = [unscaled(a), unscaled(b)];
  return times(pairwise(graph, 'Mul', left.value, right.value), left.factor * right.factor);
}

function divide(graph: GraphBuilder, a: Value, b: Value): Value {
  if (a.type === 'float32' && b.constant !== undefined) {
    return { ...scale(graph, a, 1 / (b.constant * (b.factor ?? 1))), shape: broadcast(a.shape, b.shape) };
  }
  const [left, right] = [unscaled(a), unscaled(b)];
  return times(pairwise(graph, 'Div', left.value, right.value), left.factor / right.factor);
}

/** a + sign · b. A common factor is kept pending. If the factors differ, that of the smaller value is applied. */
function add(graph: GraphBuilder, a: Value, b: Value, sign: 1 | -1): Value {
  const signed = times(b, sign);
  const joined = joinedTerms(graph, a, signed) ?? joinedPart(graph, a, signed) ?? joinedPart(graph, signed, a);
  if (joined) return joined;
  const [left, right] = [unscaled(a), unscaled(signed)];
  if (alike(Math.abs(left.factor), Math.abs(right.factor))) {
    const size = Math.abs(left.factor);
    if (left.factor * right.factor > 0) return times(graph.sum(left.value, right.value), left.factor);
    if (left.factor > 0) return times(pairwise(graph, 'Sub', left.value, right.value), size);
    return times(pairwise(graph, 'Sub', right.value, left.value), size);
  }
  const outer = sizeOf(left.value.stored) >= sizeOf(right.value.stored) ? left.factor : right.factor;
  const [x, y] = [left, right].map(({ value, factor }) => graph.plain(times(value, factor / outer))) as [Value, Value];
  return times(graph.sum(x, y), outer);
}

/** Merges two terms into one if this saves work; not if they repeat along an axis. */
function joinedTerms(graph: GraphBuilder, a: Value, b: Value): Value | undefined {
  if (!same(a.shape, b.shape) || sizeOf(a.stored) !== sizeOf(a.shape)) return undefined;
  return joinedProducts(graph, a, b) ?? joinedAxisSums(graph, a, b);
}

/**
 * A·B + A·C = A·(B + C) and A·C + B·C = (A + B)·C: one matrix product instead of two. Gradients of several passes of a
 * batch over the same values have this form.
 * @returns undefined unless the values are products with a common operand
 */
function joinedProducts(graph: GraphBuilder, a: Value, b: Value): Value | undefined {
  const [first, second] = [graph.productOf(a), graph.productOf(b)];
  if (!first || !second || !same(first.shape, second.shape)) return undefined;
  if (first.operator !== second.operator || JSON.stringify(first.attributes) !== JSON.stringify(second.attributes)) {
    return undefined;
  }
  const place = first.operands[0].name === second.operands[0].name ? 1 : 0;
  const [x, y] = [first.operands[place], second.operands[place]];
  const shared = first.operands[1 - place] as Value;
  if (shared.name !== second.operands[1 - place]?.name || !same(x.shape, y.shape)) return undefined;
  const { value, factor } = unscaled(add(graph, times(x, a.factor ?? 1), times(y, b.factor ?? 1), 1));
  const operands = place === 1 ? ([shared, value] as const) : ([value, shared] as const);
  return times(graph.reshape(graph.matrixProduct({ ...first, operands }), a.shape), factor);
}

/**
 * Σx + Σy = Σ(x + y) over the same axes: bias gradients of several passes. Addition takes less time than a sum over
 * axes if both values fit into the processor's cache.
 */
function joinedAxisSums(graph: GraphBuilder, a: Value, b: Value): Value | undefined {
  const [first, second] = [graph.axisSumOf(a), graph.axisSumOf(b)];
  if (!first || !second || !same(first.axes, second.axes) || !same(first.x.shape, second.x.shape)) return undefined;
  if (sizeOf(first.x.shape) >= largeValue) return undefined;
  const { value, factor } = unscaled(add(graph, times(first.x, a.factor ?? 1), times(second.x, b.factor ?? 1), 1));
  return times(graph.reshape(graph.axisSum({ ...first, x: value }), a.shape), factor);
}

/** The same for one term of a sum: (p + q) + b = (p + b) + q. */
function joinedPart(graph: GraphBuilder, sum: Value, b: Value): Value | undefined {
  const parts = graph.partsOf(sum);
  if (!parts || !(graph.productOf(b) ?? graph.axisSumOf(b))) return undefined;
  const [p, q] = parts.map((part) => times(part, sum.factor ?? 1)) as [Value, Value];
  for (const [part, rest] of [
    [p, q],
    [q, p],
  ] as const) {
    const joined = joinedTerms(graph, part, b);
    if (joined) return add(graph, joined, rest, 1);
  }
  return undefined;
}

const binary =
  (operator: string): Kernel =>
  (call) =>
    pairwise(call.graph, operator, inputOf(call, 'a'), inputOf(call, 'b'));

const comparison =
  (operator: string, negated = false): Kernel =>
  (call) => {
    const { graph } = call;
    const value = pairwise(graph, operator, inputOf(call, 'a'), inputOf(call, 'b'), 'bool');
    return negated ? single(graph, 'Not', value) : value;
  };

const unary =
  (operator: string, attributes: Readonly<Record<string, Attribute>> = {}): Kernel =>
  (call) =>
    single(call.graph, operator, inputOf(call, 'x'), attributes);

/** A function of x that consists of several operators. */
const composed =
  (build: (graph: GraphBuilder, x: Value) => Value): Kernel =>
  (call) =>
    build(call.graph, inputOf(call, 'x'));

/** Unary and binary operators. */
export const elementwise: KernelFamily = {
  Add: (call) => {
    const [a, b] = [scaledInput(call, 'a'), scaledInput(call, 'b')];
    return unchanged(a, b, 0) ?? unchanged(b, a, 0) ?? add(call.graph, a, b, 1);
  },
  AddN: ({ graph, inputs }) => Object.values(inputs).reduce((a, b) => add(graph, a, b, 1)),
  Sub: (call) => {
    const [a, b] = [scaledInput(call, 'a'), scaledInput(call, 'b')];
    return unchanged(a, b, 0) ?? add(call.graph, a, b, -1);
  },
  Multiply: (call) => multiply(call.graph, scaledInput(call, 'a'), scaledInput(call, 'b')),
  RealDiv: (call) => divide(call.graph, scaledInput(call, 'a'), scaledInput(call, 'b')),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  SquaredDifference: (call) => {
    const difference = pairwise(call.graph, 'Sub', inputOf(call, 'a'), inputOf(call, 'b'));
    return pairwise(call.graph, 'Mul', difference, difference);
  },
  Pow: (call) => {
    const { graph } = call;
    const [a, b] = [inputOf(call, 'a'), inputOf(call, 'b')];
    // The powers in gradients of roots and squares; the general power operator is slow.
    switch (b.type === 'float32' || b.type === 'int32' ? b.constant : undefined) {
      case 0.5:
        return single(graph, 'Sqrt', a);
      case 1:
        return a;
      case 1.5:
        return pairwise(graph, 'Mul', a, single(graph, 'Sqrt', a));
      case 2:
        return pairwise(graph, 'Mul', a, a);
      default:
        return pairwise(graph, 'Pow', a, b);
    }
  },

  Equal: comparison('Equal'),
  NotEqual: comparison('Equal', true),
  Greater: comparison('Greater'),
  GreaterEqual: comparison('GreaterOrEqual'),
  Less: comparison('Less'),
  LessEqual: comparison('LessOrEqual'),
  LogicalAnd: comparison('And'),
  LogicalOr: comparison('Or'),
  LogicalNot: unary('Not'),
  Select: (call) => {
    const { graph } = call;
    const [condition, t, e] = [inputOf(call, 'condition'), inputOf(call, 't'), inputOf(call, 'e')];
    const stored = broadcast(broadcast(condition.stored, t.stored), e.stored);
    const shape = broadcast(broadcast(condition.shape, t.shape), e.shape);
    return { ...graph.emit('Where', [condition.name, t.name, e.name], t.type, stored), shape };
  },

  Abs: unary('Abs'),
  Ceil: unary('Ceil'),
  Cos: unary('Cos'),
  Elu: unary('Elu'),
  Erf: unary('Erf'),
  Exp: unary('Exp'),
  Floor: unary('Floor'),
  /** dy where y > 0, else dy · (y + 1), because elu(x) = eˣ − 1 there. */
  EluGrad: (call) => {
    const { graph } = call;
    const [dy, y] = [inputOf(call, 'dy'), inputOf(call, 'y')];
    const slope = pairwise(graph, 'Min', pairwise(graph, 'Add', y, scalar(graph, y, 1)), scalar(graph, y, 1));
    return pairwise(graph, 'Mul', dy, slope);
  },
  LeakyRelu: (call) =>
    single(call.graph, 'LeakyRelu', inputOf(call, 'x'), {
      alpha: { float: (call.attributes as { alpha: number }).alpha },
    }),
  Log: unary('Log'),
  Neg: (call) => times(scaledInput(call, 'x'), -1),
  Reciprocal: unary('Reciprocal'),
  Relu: unary('Relu'),
  Round: unary('Round'),
  Sigmoid: unary('Sigmoid'),
  Sign: unary('Sign'),
  Sin: unary('Sin'),
  Softplus: unary('Softplus'),
  Sqrt: unary('Sqrt'),
  Tanh: unary('Tanh'),
  Expm1: composed((graph, x) => pairwise(graph, 'Sub', single(graph, 'Exp', x), scalar(graph, x, 1))),
  Log1p: composed((graph, x) => single(graph, 'Log', pairwise(graph, 'Add', x, scalar(graph, x, 1)))),
  Relu6: composed((graph, x) => clip(graph, x, 0, 6)),
  Rsqrt: composed((graph, x) => single(graph, 'Reciprocal', single(graph, 'Sqrt', x))),
  Square: (call) => multiply(call.graph, scaledInput(call, 'x'), scaledInput(call, 'x')),
  ClipByValue: (call) => {
    const { clipValueMin, clipValueMax } = call.attributes as { clipValueMin: number; clipValueMax: number };
    return clip(call.graph, inputOf(call, 'x'), clipValueMin, clipValueMax);
  },
  /** 1 where x > 0, else alpha: the factor of the gradient of relu. */
  Step: (call) => {
    const { graph } = call;
    const x = inputOf(call, 'x');
    const alpha = (call.attributes as { alpha?: number }).alpha ?? 0;
    const positive = pairwise(graph, 'Greater', x, scalar(graph, x, 0), 'bool');
    if (alpha === 0) return cast(graph, positive, x.type);
    const [one, other] = [scalar(graph, x, 1), scalar(graph, x, alpha)];
    return { ...graph.emit('Where', [positive.name, one.name, other.name], x.type, x.stored), shape: x.shape };
  },
  Cast: (call) => {
    const { graph } = call;
    const x = scaledInput(call, 'x');
    const { dtype } = call.attributes as { dtype: string };
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') throw new Error(`Cast to ${dtype}.`);
    return x.type === dtype ? x : cast(graph, graph.plain(x), dtype);
  },
  Identity: (call) => scaledInput(call, 'x'),
};

function clip(graph: GraphBuilder, x: Value, low: number, high: number): Value {
  const bounds = [low, high].map((bound) => scalar(graph, x, bound).name);
  return { ...graph.emit('Clip', [x.name, ...bounds], x.type, x.stored), shape: x.shape };
}
