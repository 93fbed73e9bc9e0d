import { createHash } from 'node:crypto';
import os from 'node:os';
import type { DatasetSpecs } from '../../graph-nodes/graph/analyse';
import type { Dataset } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { namesIn } from '../../graph-nodes/graph/node-names';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import { Random } from '../../graph-nodes/graph/random';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import type { BackendName } from '../contract/backends';
import { providerOf, startBackend } from '../backends/backend';
import { fileMemory } from '../backends/choice-memory';
import { chooseBackend } from '../backends/choose';
import { quickBackends } from '../backends/find-backends';
import { RecordingError, runtimeSettings } from '../backends/onnx-runtime';
import { buildModel, type NodeSummary } from '../model/build';
import { batches, type BatchArrays } from '../data/batches';
import { RequestError } from '../contract/errors';
import { sentences, type EngineMessage } from '../contract/messages';
import { EagerLearner } from './eager-learner';
import type { Learner } from './learner';
import { needsNegatives, negativesOf } from './negatives';
import { RecordedLearner } from './recorded-learner';

export interface CreatedLearner {
  readonly learner: Learner;
  readonly backend: BackendName;
  /** Trainable parameters in total, and by node. */
  readonly parameters: number;
  readonly nodes: readonly NodeSummary[];
  /** Operations of a recorded step; see {@link RecordedLearner}. */
  readonly operationsPerStep?: number;
  /** Reason for the choice of the backend, or reason why a step could not be recorded. */
  readonly note?: EngineMessage;
}

/**
 * Creates a learner on a backend; `auto` selects the fastest for the graph. A step that cannot be recorded is computed
 * kernel by kernel, by TensorFlow or else on wasm. The note contains the reason.
 * @throws {RequestError} if the graph has an error or the data has no training questions
 * @throws {BackendError} if the backend is not available
 */
export async function createLearner(
  document: GraphDocument,
  opened: { readonly node: string; readonly dataset: Dataset },
  parameters: TrainerParameters,
  request: BackendName | 'auto',
): Promise<CreatedLearner> {
  const { node, dataset } = opened;
  const random = new Random(parameters.seed, 'order/0');
  const negatives = negativesOf(needsNegatives(document, parameters), parameters, 0);
  const { value: first } = await batches(dataset, 'train', parameters.batchSize, { random, negatives }).next();
  if (!first)
    throw new RequestError('refused', { code: 'noTrainingQuestions', node: namesIn(document, catalogue)(node) }, node);
  const create = (backend: BackendName) => learnerOn(backend, document, opened, parameters, first);
  if (request !== 'auto') return create(request);

  const candidates = await quickBackends();
  const key = keyOf(document, dataset.spec, candidates);
  const { backend, why } = await chooseBackend(key, candidates, fileMemory(), async (name) => {
    const { backend: taken, learner, operationsPerStep } = await create(name);
    if (taken !== name) {
      await learner.dispose();
      return undefined;
    }
    let steps = 0;
    return {
      ...(operationsPerStep !== undefined && { operations: operationsPerStep }),
      async step() {
        steps += 1;
        await learner.step(first, `choosing/${steps}`, parameters.learningRate);
      },
      end: () => learner.dispose(),
    };
  });
  const created = await create(backend);
  return { ...created, note: sentences(why, created.note) };
}

/**
 * Key of everything that affects the time of a step: the graph without its seed, the sizes of its data, the machine.
 */
function keyOf(document: GraphDocument, spec: BatchSpec, candidates: readonly BackendName[]): string {
  const nodes = document.nodes.map(({ id, kind, parameters, bypassed, frozen = false }) => [
    id,
    kind,
    bypassed,
    frozen,
    Object.entries(parameters).filter(([name]) => name !== 'seed'),
  ]);
  const machine = [process.platform, process.arch, os.cpus()[0]?.model, os.availableParallelism(), process.version];
  const what = JSON.stringify([nodes, document.edges, spec, runtimeSettings, machine, candidates]);
  return createHash('sha256').update(what).digest('hex').slice(0, 32);
}

/** Creates a learner that computes kernel by kernel on a tfjs backend. */
export async function createEagerLearner(
  document: GraphDocument,
  { node, dataset }: { readonly node: string; readonly dataset: Dataset },
  parameters: TrainerParameters,
  backend: BackendName,
): Promise<CreatedLearner> {
  await startBackend(backend);
  const model = buildModel(document, { [node]: dataset.spec }, parameters.seed);
  const learner = new EagerLearner(model, dataset.spec, node, parameters, needsNegatives(document, parameters));
  return { learner, backend, parameters: model.parameters, nodes: model.nodes };
}

async function learnerOn(
  request: BackendName,
  document: GraphDocument,
  opened: { readonly node: string; readonly dataset: Dataset },
  parameters: TrainerParameters,
  first: BatchArrays,
): Promise<CreatedLearner> {
  const eager = (backend: BackendName) => createEagerLearner(document, opened, parameters, backend);
  const provider = providerOf(request);
  if (!provider) return eager(request);
  await startBackend(request);
  const { node, dataset } = opened;
  const specs: DatasetSpecs = { [node]: dataset.spec };
  try {
    const learner = await RecordedLearner.create(document, specs, node, parameters, first, provider);
    const { parameters: count, nodes, operationsPerStep } = learner;
    return { learner, backend: request, parameters: count, nodes, operationsPerStep };
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    const slower = request === 'tensorflow' ? request : 'wasm';
    return {
      ...(await eager(slower)),
      note: { code: 'stepNotRecorded', backend: slower, reason: error.reason },
    };
  }
}
