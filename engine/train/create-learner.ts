import type { DatasetSpecs } from '../../graph-nodes/analyse';
import type { Dataset } from '../../graph-nodes/dataset';
import type { GraphDocument } from '../../graph-nodes/document';
import { Random } from '../../graph-nodes/random';
import type { TrainerParameters } from '../../graph-nodes/trainer/node';
import type { BackendName } from '../api';
import { startBackend } from '../backend/backend';
import { RecordingError } from '../backend/onnx';
import { compile, type NodeSummary } from '../compile/compile';
import { batches } from '../data/batches';
import { RequestError } from '../errors';
import { compiledLearner } from './compiled';
import { eagerLearner, type Learner } from './learner';

export interface CreatedLearner {
  readonly learner: Learner;
  readonly backend: BackendName;
  /** Trainable numbers in all, and by node. */
  readonly parameters: number;
  readonly nodes: readonly NodeSummary[];
  /** Of a compiled step; see compiled.ts. */
  readonly operationsPerStep?: number;
  /** What a person should know of the choice: why a step could not be compiled. */
  readonly note?: string;
}

/**
 * Compiles a graph for a backend. Where a step cannot be recorded for ONNX Runtime, it is computed kernel by kernel on
 * wasm instead, and the note says why.
 * @throws {RequestError} when the graph has an error or the data has no training questions
 */
export async function createLearner(
  document: GraphDocument,
  opened: { readonly node: string; readonly dataset: Dataset },
  parameters: TrainerParameters,
  request: BackendName | 'auto',
): Promise<CreatedLearner> {
  const { node, dataset } = opened;
  const specs: DatasetSpecs = { [node]: dataset.spec };
  const eager = (backend: BackendName): CreatedLearner => {
    const model = compile(document, specs, parameters.seed);
    const learner = eagerLearner(model, dataset.spec, node, parameters);
    return { learner, backend, parameters: model.parameters, nodes: model.nodes };
  };

  const { name } = await startBackend(request);
  if (name !== 'onnx') return eager(name);
  const random = new Random(parameters.seed, 'order/0');
  const { value: first } = await batches(dataset, 'train', parameters.batchSize, { random }).next();
  if (!first) throw new RequestError('refused', `Node “${node}” has no training questions.`, node);
  try {
    const learner = await compiledLearner(document, specs, node, parameters, first);
    const { parameters: count, nodes, operationsPerStep } = learner;
    return { learner, backend: name, parameters: count, nodes, operationsPerStep };
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    const { name: other } = await startBackend('wasm');
    return {
      ...eager(other),
      note: `Computed step by step on ${other}, as the step cannot be compiled: ${error.message}.`,
    };
  }
}
