import { analyse } from '../../../graph-nodes/graph/analyse';
import { catalogue } from '../../../graph-nodes/nodes/catalogue';
import { trainerParametersOf } from '../../../graph-nodes/nodes/trainer/trainer-of';
import { withRecorder } from '../../backends/onnx-runtime';
import type { NamedArray } from '../../files/safetensors';
import { buildModel } from '../../model/build';
import type { StoredRun } from '../../runs/stored-run';
import { datasetOfRun } from '../onnx-export';
import { requireWeights } from '../required-weights';
import { computedNodes, moduleNames, writerOf } from './module';
import { stateEntry } from './weights';

/**
 * Weights of a run as the state_dict of its PyTorch module.
 * @throws {RequestError} if the checkpoint lacks one of the graph's weights
 */
export function stateOf(run: StoredRun): Map<string, NamedArray> {
  const { node: dataset, spec } = datasetOfRun(run);
  const { seed } = trainerParametersOf(run.document);
  const model = withRecorder(() => buildModel(run.document, { [dataset]: spec }, seed));
  try {
    requireWeights(model.variables, run);
    const analysis = analyse(run.document, catalogue, { [dataset]: spec });
    const names = moduleNames(run.document);
    const state = new Map<string, NamedArray>();
    for (const node of computedNodes(run.document, analysis)) {
      const unused = new Set(writerOf(node, run.document).unused);
      for (const name of model.variables.keys()) {
        if (!name.startsWith(`${node.id}/`)) continue;
        const own = name.slice(node.id.length + 1);
        const array = run.weights.get(name);
        if (unused.has(own) || !array) continue;
        const [key, entry] = stateEntry(own, array);
        state.set(`${names.get(node.id) ?? ''}.${key}`, entry);
      }
    }
    return state;
  } finally {
    model.dispose();
  }
}
