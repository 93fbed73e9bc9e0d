import type { StepRecord } from '../../../engine/contract/runs';
import type { GraphAnalysis } from '../../../graph-nodes/graph/analysis';
import type { GraphDocument } from '../../../graph-nodes/graph/document';
import { lossNames } from '../../../graph-nodes/graph/kind';
import { formatShape } from '../../../graph-nodes/graph/shapes';
import { describeParameters } from '../../words/parameter-schema';
import { findKind } from '../../words/kinds';
import { formatLoss, formatValue } from '../../words/format';

/** A symbol of an equation with its current number. */
export interface LiveSymbol {
  readonly value: string;
  /** Id of the node of the number. */
  readonly node: string;
}

/** Symbols of features, by the type of their input. */
const featureSymbols = { f_a: 'audio', f_v: 'visual', f_t: 'question' } as const;

/**
 * Symbols of a node's equations with known numbers: sizes of axes, parameters with their symbol at the end of their title,
 * shapes of features, and losses after the last step.
 */
export function liveSymbols(
  document: GraphDocument,
  analysis: GraphAnalysis,
  id: string,
  losses: StepRecord['losses'] | undefined,
): ReadonlyMap<string, LiveSymbol> {
  const found = new Map<string, LiveSymbol>();
  const node = analysis.nodes.get(id);
  if (!node) return found;
  const { kind, inputs, inference, parameters } = node;
  for (const spec of [...Object.values(inputs), ...Object.values(inference.outputs)]) {
    for (const { letter, size } of spec?.shape ?? []) {
      if (size !== undefined && !found.has(letter)) found.set(letter, { value: String(size), node: id });
    }
  }
  for (const [symbol, type] of Object.entries(featureSymbols)) {
    const input = kind.inputs.find((socket) => socket.type === type);
    const edge = document.edges.find(({ to }) => to.node === id && to.socket === input?.name);
    const spec = input && inputs[input.name];
    const output = kind.outputs.find((socket) => socket.type === type);
    if (edge && spec) found.set(symbol, { value: formatShape(spec.shape), node: edge.from.node });
    else if (output && inference.outputs[output.name])
      found.set(symbol, { value: formatShape(inference.outputs[output.name]?.shape ?? []), node: id });
  }
  const shown = findKind(kind.kind) ?? kind;
  for (const { name, title } of describeParameters(shown)) {
    const symbol = title.split(' ').at(-1) ?? '';
    const value = parameters[name];
    if ([...symbol].length !== 1 || typeof value !== 'number') continue;
    // A letter that is also an axis, such as H, would have two numbers.
    if (found.has(symbol)) found.delete(symbol);
    else found.set(symbol, { value: formatValue(value), node: id });
  }
  for (const name of lossNames) {
    const value = losses?.[name];
    if (value === undefined || !kind.losses.includes(name)) continue;
    const symbol = name === 'rmmr' || name === 'ave' ? name.toUpperCase() : name;
    found.set(`L_${symbol}`, { value: formatLoss(value), node: id });
  }
  return found;
}

/** Parts of an equation: text, and separate symbols without a subscript. */
export function equationParts(equation: string, symbols: ReadonlyMap<string, LiveSymbol>): string[] {
  return equation.split(/([\p{L}][\p{L}\p{M}\d]*(?:_[\p{L}\d]+)?)/u).flatMap((part) => {
    if (symbols.has(part)) return [part];
    // The axis of a reduction is also a symbol: softmax_L.
    const subscript = /^(.+_)(\p{L})$/u.exec(part);
    return subscript && symbols.has(subscript[2] ?? '') && (subscript[1] ?? '').length > 3
      ? [subscript[1] ?? '', subscript[2] ?? '']
      : [part];
  });
}
