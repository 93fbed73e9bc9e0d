import type { GraphDocument } from '../../graph-nodes/graph/document';
import { trainingMemory } from '../../graph-nodes/nodes/trainer/memory';
import { trainedStages } from '../../graph-nodes/nodes/trainer/stages';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { formatShape } from '../../graph-nodes/graph/shapes';
import { analyseForTraining, type NodeSummary } from './build';

/** Estimated cost of training a node, from shapes alone. */
export interface NodePlan extends NodeSummary {
  readonly memoryMiB: number;
}

/** Estimated cost of training a stage. */
export interface StagePlan {
  readonly name: string;
  readonly epochs: number;
  /** Ids of the nodes that are frozen in it. */
  readonly frozen: readonly string[];
  readonly memoryMiB: number;
}

/** Plan of a graph, computed without data or tensors. */
export interface Plan {
  readonly title: string;
  readonly parameters: number;
  /** Memory of the stage that needs the most. */
  readonly memoryMiB: number;
  /** Nodes with the memory of that stage. */
  readonly nodes: readonly NodePlan[];
  /** Absent for a graph without stages. */
  readonly stages?: readonly StagePlan[];
  readonly warnings: readonly string[];
}

const bytesPerMiB = 2 ** 20;

/**
 * Shapes, parameters and memory of a graph in training with the settings of its Trainer. The memory includes: every
 * weight with its gradient, its two moments with Adam, and its average if averaging is on; of a frozen node only the
 * weights; the values kept for the backward pass of every scenario's pass of a batch; stored banks; and for a dataset
 * the current batch and the next one.
 *
 * @throws {RequestError} if the graph or one of its stages has an error
 */
export function planTraining(document: GraphDocument): Plan {
  const { problems } = analyseForTraining(document);
  const stages = trainedStages(document).map(({ name, document: ofStage }) => {
    const nodes = planNodes(ofStage);
    const memoryMiB = sum(nodes.map((node) => node.memoryMiB));
    const frozen = ofStage.nodes.filter((node) => node.frozen).map(({ id }) => id);
    return { name, nodes, epochs: trainerParametersOf(ofStage).epochs, frozen, memoryMiB };
  });
  const { nodes, memoryMiB } = stages.reduce((a, b) => (b.memoryMiB > a.memoryMiB ? b : a));
  const named = stages.flatMap(({ name, nodes: _, ...stage }) => (name === undefined ? [] : [{ name, ...stage }]));
  return {
    title: document.title,
    parameters: sum(nodes.map(({ parameters }) => parameters)),
    memoryMiB,
    nodes,
    ...(named.length > 0 && { stages: named }),
    warnings: problems.map(({ message }) => message),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function planNodes(document: GraphDocument): NodePlan[] {
  const analysis = analyseForTraining(document);
  return [...analysis.nodes].flatMap(([id, node]): NodePlan[] => {
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
}

/** Formats the plan as a table. */
export function formatPlan({ nodes, parameters, memoryMiB, stages = [], warnings }: Plan): string {
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
    ['total', '', '', String(parameters), memoryMiB.toFixed(1)],
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  const stageLines = stages.map(({ name, epochs, frozen, memoryMiB: memory }, index) => {
    const about = [`${epochs} epochs`, ...(frozen.length > 0 ? [`frozen: ${frozen.join(', ')}`] : [])];
    return `stage ${index + 1} of ${stages.length}, ${name}: ${[...about, `${memory.toFixed(1)} MiB`].join('; ')}`;
  });
  const estimate = 'The memory of training is estimated from the shapes alone.';
  return [...lines, ...stageLines, estimate, ...warnings, ''].join('\n');
}
