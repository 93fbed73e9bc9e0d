import type { OnnxModel } from '../../../recorder/model';
import { RecordingError } from '../../../recorder/recording-error';
import { GraphDefBuilder } from './builder';
import type { GraphDefNode, GraphDefWeight } from './graph-def';
import { operators } from './operators';

/** Error of an operator without a TensorFlow counterpart in the table. */
export class OperatorError extends RecordingError {
  constructor(readonly operator: string) {
    super({ code: 'operatorNotCovered', operator });
  }
}

/** A recorded model as TensorFlow's graph. */
export interface Translated {
  /** In topological order; the values of constants are among the weights. */
  readonly nodes: readonly GraphDefNode[];
  readonly weights: readonly GraphDefWeight[];
}

/**
 * Translates a recorded model to TensorFlow's operators.
 * @param nameOf name of the node of an input or output of the model
 * @throws {OperatorError}
 */
export function translate(model: OnnxModel, nameOf: (name: string) => string): Translated {
  const graph = new GraphDefBuilder(model);
  for (const input of model.inputs) graph.placeholder(input, nameOf(input.name));
  for (const node of model.nodes) {
    const operator = operators[node.type];
    if (!operator) throw new OperatorError(node.type);
    const results = operator(graph, node);
    node.outputs.forEach((output, index) => graph.bind(output, results[index] as string));
  }
  for (const { name } of model.outputs) graph.output(name, nameOf(name));
  return graph.finish(model.outputs.map(({ name }) => nameOf(name)));
}
