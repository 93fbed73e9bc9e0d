import { catalogueOf, type Catalogue } from '../graph/catalogue';
import type { NodeKind } from '../graph/kind';

const modules = import.meta.glob<{ readonly node: NodeKind }>('./*/node.ts', { eager: true });

/** Folders with a `node.ts`. */
export const kindFolders: readonly string[] = Object.keys(modules).map((file) => file.split('/').at(-2) ?? file);

/** Folders of the kinds in the order of the palette. A new kind adds its folder's name here and needs no other change. */
const order = [
  'orchestra',
  'music-avqa',
  'missing-modality',
  'audio-encoder',
  'visual-encoder',
  'question-encoder',
  'rmm-generator',
  'feed-forward-imputer',
  'residual-autoencoder',
  'retrieval',
  'shaspec',
  'action-mae',
  'missing-aware-prompts',
  'r2scp',
  'avr-diffusion',
  'avst-head',
  'transformer-head',
  'mean-pool-head',
  'gated-head',
  'trainer',
];

/** All kinds of nodes. */
export const catalogue: Catalogue = catalogueOf(
  order.map((folder) => {
    const module = modules[`./${folder}/node.ts`];
    if (!module) throw new Error(`The catalogue lists “${folder}”, but ${folder}/node.ts does not exist; add it.`);
    return module.node;
  }),
);

export const findKind = catalogue.find;
