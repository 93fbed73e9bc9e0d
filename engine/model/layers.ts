import type { OpenDataset } from '../../graph-nodes/datasets/dataset';
import type { CreateLayer } from '../../graph-nodes/layers/layer';

/** The computations of the catalogue, found by folder: adding a node kind touches no file of the engine. */
const layers = import.meta.glob<{ createLayer: CreateLayer }>('../../graph-nodes/nodes/*/layer.ts', { eager: true });
const datasets = import.meta.glob<{ openDataset: OpenDataset }>('../../graph-nodes/nodes/*/dataset.ts', {
  eager: true,
});

export function layerOf(kind: string): CreateLayer | undefined {
  return layers[`../../graph-nodes/nodes/${kind}/layer.ts`]?.createLayer;
}

export function datasetOf(kind: string): OpenDataset | undefined {
  return datasets[`../../graph-nodes/nodes/${kind}/dataset.ts`]?.openDataset;
}
