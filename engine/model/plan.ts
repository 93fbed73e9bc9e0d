import type { GraphDocument } from '../../graph-nodes/graph/document';
import { trainingMemory } from '../../graph-nodes/nodes/trainer/memory';
import { formatShape } from '../../graph-nodes/graph/shapes';
import { analyseForTraining, type NodeSummary } from './build';

/** What training a node would take, an estimate from shapes alone. */
export interface NodePlan extends NodeSummary {
  readonly memoryMiB: number;
}

/** What a graph would be, without data or tensors. */
export interface Plan {
  readonly title: string;
  readonly parameters: number;
  readonly memoryMiB: number;
  readonly nodes: readonly NodePlan[];
  readonly warnings: readonly string[];
}

const bytesPerMiB = 2 ** 20;

/**
 * The shapes, parameters and memory of a graph that is trained as its Trainer says. Memory counts every weight with its
 * gradient, with Adam its two moments, and its average if there is one; of a frozen node the weights alone; what is kept for the backward pass of every
 * scenario's pass of a batch; stored banks; and of a dataset the batch in use and the next one.
 *
 * @throws {RequestError} when the graph has an error
 */
export function planTraining(document: GraphDocument): Plan {
  const analysis = analyseForTraining(document);
  const nodes = [...analysis.nodes].flatMap(([id, node]): NodePlan[] => {
    if (!analysis.used.has(id)) return [];
    const { kind, inference } = node;
    const { parameters, outputs } = inference;
    return [
      {
        id,
        kind: kind.kind,
        parameters,
        frozen: node.frozen,
        outputShapes: Object.fromEntries(
          Object.entries(outputs).map(([socket, spec]) => [socket, formatShape(spec.shape)]),
        ),
        memoryMiB: trainingMemory(node, analysis) / bytesPerMiB,
      },
    ];
  });
  const sum = (of: (node: NodePlan) => number) => nodes.reduce((total, node) => total + of(node), 0);
  return {
    title: document.title,
    parameters: sum(({ parameters }) => parameters),
    memoryMiB: sum(({ memoryMiB }) => memoryMiB),
    nodes,
    warnings: analysis.problems.map(({ message }) => message),
  };
}

/** The plan as a table for people. */
export function formatPlan({ nodes, parameters, memoryMiB, warnings }: Plan): string {
  const rows = [
    ['node', 'kind', 'outputs', 'parameters', 'MiB'],
    ...nodes.map((node) => [
      node.id,
      node.kind,
      Object.entries(node.outputShapes)
        .map(([socket, shape]) => `${socket} ${shape}`)
        .join(', '),
      node.frozen ? `${node.parameters} frozen` : String(node.parameters),
      node.memoryMiB.toFixed(1),
    ]),
    ['in all', '', '', String(parameters), memoryMiB.toFixed(1)],
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [...lines, 'The memory of training is an estimate from the shapes alone.', ...warnings, ''].join('\n');
}
