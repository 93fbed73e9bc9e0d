import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { shortened } from '../../../graph-nodes/graph/messages';
import { trainedStages } from '../../../graph-nodes/nodes/trainer/stages';
import { withRecorder } from '../../backends/onnx-runtime';
import { RequestError } from '../../contract/errors';
import { readFileOf } from '../../files/read-file';
import { readSafetensors, SafetensorsError, type NamedArray } from '../../files/safetensors';
import { buildModel } from '../../model/build';
import { readRemarks } from '../../runs/remarks';
import { requireMetrics } from '../../runs/stored-metrics';
import { predictionsFile, readPredictions } from '../../runs/stored-predictions';
import { checkpointFile, readRun, type StoredRun } from '../../runs/stored-run';
import { datasetOfRun } from '../onnx-export';
import { requireWeights } from '../required-weights';

/**
 * Checks all files of an unpacked run: each can be read, the weights are those of its graph, and all numbers are finite.
 * @throws {RequestError} with the first fault
 */
export async function checkRun(folder: string): Promise<void> {
  const run = await readRun(folder);
  requireOwnWeights(run);
  await readRemarks(folder);
  await requireMetrics(folder);
  const names = await readdir(folder);
  if (names.includes(predictionsFile)) await readPredictions(folder);
  for (const name of await readdir(path.join(folder, 'checkpoints'))) {
    requireFinite(await readCheckpoint(folder, name), path.join(folder, 'checkpoints', name));
  }
}

/** Names and shapes of the final weights of a run: those of its last trained stage. */
export function weightsOf(run: Omit<StoredRun, 'weights'>): ReadonlyMap<string, { readonly shape: readonly number[] }> {
  const stages = trainedStages(run.document);
  const trained = run.status.result?.stages?.length ?? stages.length;
  const document = stages[trained - 1]?.document ?? run.document;
  const { node, spec } = datasetOfRun({ ...run, document });
  const model = withRecorder(() => buildModel(document, { [node]: spec }, 0));
  try {
    return new Map([...model.variables].map(([name, { shape }]) => [name, { shape: [...shape] }]));
  } finally {
    model.dispose();
  }
}

function requireOwnWeights(run: StoredRun): void {
  const own = weightsOf(run);
  requireWeights(own, run);
  const foreign = [...run.weights.keys()].find((name) => !own.has(name));
  if (foreign === undefined) return;
  const file = checkpointFile(run.folder);
  throw new RequestError('refused', { code: 'importWeightForeign', file, weight: shortened(foreign) });
}

async function readCheckpoint(folder: string, name: string): Promise<ReadonlyMap<string, NamedArray>> {
  const inside = path.join('checkpoints', name);
  try {
    return readSafetensors(await readFileOf(folder, inside));
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    throw new RequestError('refused', {
      code: 'notSafetensors',
      file: path.join(folder, inside),
      reason: error.reason,
    });
  }
}

function requireFinite(arrays: ReadonlyMap<string, NamedArray>, file: string): void {
  for (const [weight, { values }] of arrays) {
    if (values.every(Number.isFinite)) continue;
    throw new RequestError('refused', { code: 'importWeightNotFinite', file, weight: shortened(weight) });
  }
}
