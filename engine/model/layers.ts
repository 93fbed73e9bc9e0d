import type { OpenDataset } from '../../graph-nodes/datasets/dataset';
import type { CreateLayer } from '../../graph-nodes/layers/layer';

/** Modules by the folder of their kind. */
const byKind = <Module>(modules: Readonly<Record<string, Module>>): ReadonlyMap<string, Module> =>
  new Map(Object.entries(modules).map(([file, module]) => [file.split('/').at(-2) ?? file, module]));

/** Computations of the catalogue, found by folder. A new node kind changes no file of the engine. */
const layers = byKind(
  import.meta.glob<{ createLayer: CreateLayer }>('../../graph-nodes/nodes/*/layer.ts', { eager: true }),
);
const datasets = byKind(
  import.meta.glob<{ openDataset: OpenDataset }>('../../graph-nodes/nodes/*/dataset.ts', { eager: true }),
);

export const layerOf = (kind: string): CreateLayer | undefined => layers.get(kind)?.createLayer;

export const datasetOf = (kind: string): OpenDataset | undefined => datasets.get(kind)?.openDataset;
