import path from 'node:path';
import { analyse } from '../../../graph-nodes/graph/analyse';
import { passedOn, type GraphAnalysis } from '../../../graph-nodes/graph/analysis';
import type { GraphDocument, GraphNode } from '../../../graph-nodes/graph/document';
import type { BatchSpec } from '../../../graph-nodes/graph/shapes';
import { testScenarios } from '../../../graph-nodes/datasets/dataset';
import { namesIn } from '../../../graph-nodes/graph/node-names';
import { hasRole } from '../../../graph-nodes/graph/roles';
import { catalogue } from '../../../graph-nodes/nodes/catalogue';
import { englishWords } from '../../../graph-nodes/picture/words';
import { RequestError } from '../../contract/errors';
import type { PyTorchKind } from './descriptor';
import { pythonComment, pythonNames, pythonString, snakeCase } from './python';

/** Name of the weights file beside the module. */
export const weightsFile = 'model.safetensors';

const kinds = new Map(
  Object.entries(import.meta.glob<PyTorchKind>('./kinds/*.ts', { eager: true, import: 'kind' })).map(([file, kind]) => [
    path.basename(file, '.ts'),
    kind,
  ]),
);

/** Kinds that have a PyTorch module. */
export const writtenKinds: ReadonlySet<string> = new Set(kinds.keys());

const parts = new Map(
  Object.entries(import.meta.glob<string>('./parts/*.py', { eager: true, query: '?raw', import: 'default' })).map(
    ([file, text]) => [path.basename(file, '.py'), text.trim()],
  ),
);

/** The writer of a node with a computation. @param document graph of the node */
export function writerOf({ id, kind }: Pick<GraphNode, 'id' | 'kind'>, document: GraphDocument): PyTorchKind {
  const writer = kinds.get(kind);
  if (writer) return writer;
  throw new RequestError('refused', { code: 'pytorchKind', node: namesIn(document, catalogue)(id), kind });
}

/** Nodes with a PyTorch module, in the order of the computation. */
export function computedNodes(document: GraphDocument, analysis: GraphAnalysis): GraphNode[] {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  return analysis.order.flatMap((id) => {
    const [node, analysed] = [byId.get(id), analysis.nodes.get(id)];
    if (!node || !analysed || !analysis.used.has(id) || analysed.bypassed || id === analysis.trainer) return [];
    return hasRole(analysed.kind, 'dataset') ? [] : [node];
  });
}

/** Parameters of a node for the writer of its kind. */
const parametersOf = ({ id }: GraphNode, { nodes }: GraphAnalysis) =>
  (nodes.get(id)?.parameters ?? {}) as Readonly<Record<string, never>>;

/** A statement for every node of the model, and the expression of the logits. */
function forwardOf(document: GraphDocument, analysis: GraphAnalysis, names: ReadonlyMap<string, string>) {
  const statements: string[] = [];
  const values = new Map<string, string>();
  let logits = '';
  for (const id of analysis.order) {
    const node = analysis.nodes.get(id);
    if (!node || !analysis.used.has(id)) continue;
    const inputs = Object.fromEntries(
      document.edges
        .filter(({ to }) => to.node === id)
        .map(({ from, to }) => [to.socket, values.get(`${from.node}/${from.socket}`)]),
    );
    const { kind, bypassed } = node;
    if (id === analysis.trainer) logits = inputs['logits'] ?? '';
    else if (hasRole(kind, 'dataset')) values.set(`${id}/batch`, 'batch');
    else if (bypassed) {
      for (const output of kind.outputs) {
        const passed = inputs[passedOn(kind, output)?.name ?? ''];
        if (passed !== undefined) values.set(`${id}/${output.name}`, passed);
      }
    } else {
      const results = kind.outputs.map(({ name }) => `${names.get(id) ?? ''}_${name}`);
      kind.outputs.forEach(({ name }, index) => values.set(`${id}/${name}`, results[index] ?? ''));
      statements.push(
        `${results.join(', ')} = ${writerOf({ id, kind: kind.kind }, document).call(`self.${names.get(id) ?? ''}`, inputs)}`,
      );
    }
  }
  return { statements, logits };
}

/** Identifiers of the nodes' modules, by node id. */
export const moduleNames = (document: GraphDocument): ReadonlyMap<string, string> =>
  pythonNames(document.nodes.map(({ id }) => id));

/**
 * A run's graph as one Python module: classes for its kinds of nodes, and a model with the graph's wires.
 * @throws {RequestError} for a node whose kind has no writer
 */
export function pythonModule(document: GraphDocument, dataset: string, spec: BatchSpec): string {
  const analysis = analyse(document, catalogue, { [dataset]: spec });
  const nodes = computedNodes(document, analysis);
  const names = moduleNames(document);
  const needed = [
    'basic',
    ...new Set(nodes.flatMap((node) => writerOf(node, document).parts(parametersOf(node, analysis)))),
  ];
  const modules = nodes.flatMap((node) => {
    const analysed = analysis.nodes.get(node.id);
    if (!analysed) return [];
    const made = writerOf(node, document).construct(analysed, parametersOf(node, analysis));
    return [
      `        ${pythonComment(englishWords.titleOf(node))}`,
      `        self.${names.get(node.id) ?? ''} = ${made}`,
    ];
  });
  const { statements, logits } = forwardOf(document, analysis, names);
  const { seconds, audioWidth, height, width, visualWidth, questionLength, answers } = spec;
  return `"""A model of Missing-Modality Studio in PyTorch. It needs Python 3.10, torch and safetensors.

    model = load()
    logits = model(audio, visual, question, scenario="audio_missing")

The scenarios are listed in SCENARIOS. A noisy modality has noise on its encoded features, with the standard deviation
\`noise\`; None is that of the scenario. \`draw\` draws all random numbers, in the order of the graph: give a function of a
shape to choose them. Words and answers are in the metadata of ${weightsFile}.
"""

import math
from pathlib import Path
from typing import Callable, NamedTuple, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# Draws standard normals of a shape.
Draw = Callable[[Sequence[int]], Tensor]

SCENARIOS = (${testScenarios.map((scenario) => pythonString(snakeCase(scenario))).join(', ')})


${needed.map((name) => parts.get(name) ?? '').join('\n\n\n')}


class Model(nn.Module):
    """The graph. A modality that is None is missing."""

    def __init__(self):
        super().__init__()
        ${pythonComment(document.title)}
${modules.join('\n')}

    def forward(
        self,
        audio: Tensor | None,
        visual: Tensor | None,
        question: Tensor,
        scenario: str = "complete",
        draw: Draw = torch.randn,
        noise: float | None = None,
    ) -> Tensor:
        """Logits [B, ${answers}] from audio [B, ${seconds}, ${audioWidth}], visual [B, ${seconds}, ${height}, ${width}, ${visualWidth}] and question [B, ${questionLength}]."""
        if scenario not in SCENARIOS:
            raise ValueError(f"scenario is {scenario!r}; use one of {', '.join(SCENARIOS)}")
        size = len(question)
        sound = Signal(torch.zeros(size, ${seconds}, ${audioWidth}), "missing") if audio is None else Signal(audio)
        picture = Signal(torch.zeros(size, ${seconds}, ${height}, ${width}, ${visualWidth}), "missing") if visual is None else Signal(visual)
        batch = Batch(sound, picture, question)
${statements.map((statement) => `        ${statement}`).join('\n')}
        return ${logits}


def load(file: str | Path = Path(__file__).with_name(${pythonString(weightsFile)})) -> Model:
    """The model with its weights, for inference."""
    from safetensors.torch import load_file

    model = Model()
    model.load_state_dict(load_file(file))
    return model.eval()
`;
}
