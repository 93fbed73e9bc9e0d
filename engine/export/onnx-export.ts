import type * as tf from '@tensorflow/tfjs-core';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { roleOf, type Modality } from '../../graph-nodes/graph/roles';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { RecordingError, withRecorder, type Recorder } from '../backends/onnx-runtime';
import type { OnnxModel } from '../recorder/model';
import { buildModel, type Model } from '../model/build';
import { RequestError } from '../contract/errors';
import type { NamedArray } from '../files/safetensors';
import type { StoredInputs, StoredRun } from '../runs/stored-run';
import { recordEvaluation } from '../training/recording';
import { describeModel, describeRun, logitsName } from './description';
import type { Exported } from './export-file';
import { requireWeights } from './required-weights';

export interface OnnxExportOptions {
  /** Number of samples per call of the model. */
  readonly batch: number;
  /** True if random numbers are inputs of every call; false if they are constants of the model. */
  readonly drawsAsInputs: boolean;
}

/** Names the random streams of the constants. */
export const exportDraws = 'export';

/** Shapes of the run's data, from its document and vocabulary. The dataset files are not needed. */
export function datasetOfRun({ document, vocabulary, answers }: StoredInputs): {
  node: string;
  spec: BatchSpec;
  audio: boolean;
  visual: boolean;
} {
  const { nodes, used } = analyse(document, catalogue);
  for (const [node, { kind, parameters, inference }] of nodes) {
    const role = roleOf(kind, 'dataset');
    const spec = used.has(node) ? inference.outputs['batch']?.batch : undefined;
    if (!role || !spec) continue;
    const has = (modality: Modality) => {
      const parameter = role.features?.[modality];
      return parameter === undefined || String(parameters[parameter]).trim() !== '';
    };
    return {
      node,
      spec: { ...spec, vocabulary: vocabulary.length, answers: answers.length },
      audio: has('audio'),
      visual: has('visual'),
    };
  }
  throw new RequestError('refused', { code: 'runWithoutDataset' });
}

/** The graph for inference: a scenario drops its modality in every sample, not in a share of them as in training. */
export function graphInUse(document: GraphDocument): GraphDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      const role = roleOf(catalogue.find(node.kind), 'missing modality');
      return role ? { ...node, parameters: { ...node.parameters, [role.rate]: 1 } } : node;
    }),
  };
}

/**
 * A run's model as an ONNX graph from features and question to the logits of every scenario. Weights have the names
 * `<node id>/<variable>`; a modality that no scenario reads is not an input.
 * @throws {RequestError} if the checkpoint does not fit the run's graph, or a layer cannot be recorded
 */
export function exportOnnx(run: StoredRun, { batch, drawsAsInputs }: OnnxExportOptions): OnnxModel {
  const { node, spec, audio, visual } = datasetOfRun(run);
  const { seed } = trainerParametersOf(run.document);
  const model = withRecorder(() => buildModel(graphInUse(run.document), { [node]: spec }, seed));
  try {
    requireWeights(model.variables, run);
    const { graph } = recordEvaluation(model, {
      name: run.document.title || run.status.run,
      spec,
      datasetNode: node,
      form: { size: batch, audio, visual, negative: false },
      place: (recorder) => placeWeights(recorder, model, run),
      outputs: (logits) =>
        Object.fromEntries(scenarios.map((scenario, index) => [logitsName(scenario), logits[index] as tf.Tensor])),
      ...(!drawsAsInputs && { fixedDraws: exportDraws }),
    });
    const described = describeModel(graph, spec, batch, drawsAsInputs ? undefined : seed);
    return { ...graph, metadata: { ...describeRun(run, spec), ...described } };
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    throw new RequestError('failed', { code: 'onnxNotRecorded', reason: error.reason });
  } finally {
    model.dispose();
  }
}

function placeWeights(recorder: Recorder, model: Model, { weights }: StoredRun): void {
  for (const [name, variable] of model.variables) {
    const { shape, values } = weights.get(name) as NamedArray;
    variable.assign(recorder.stored(name, shape, values));
  }
}

/** Inputs and outputs of an exported model. */
export function valuesOf({ inputs, outputs }: OnnxModel): Pick<Exported, 'inputs' | 'outputs'> {
  const copied = (values: OnnxModel['inputs']) =>
    values.map(({ name, type, shape }) => ({ name, type, shape: [...shape] }));
  return { inputs: copied(inputs), outputs: copied(outputs) };
}
