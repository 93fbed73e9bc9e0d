import type { NodeKind } from '../graph/kind';
import { node as audioEncoder } from './audio-encoder/node';
import { node as avrDiffusion } from './avr-diffusion/node';
import { node as avstHead } from './avst-head/node';
import { node as feedForwardImputer } from './feed-forward-imputer/node';
import { node as meanPoolHead } from './mean-pool-head/node';
import { node as missingModality } from './missing-modality/node';
import { node as musicAvqa } from './music-avqa/node';
import { node as orchestra } from './orchestra/node';
import { node as questionEncoder } from './question-encoder/node';
import { node as residualAutoencoder } from './residual-autoencoder/node';
import { node as retrieval } from './retrieval/node';
import { node as rmmGenerator } from './rmm-generator/node';
import { node as trainer } from './trainer/node';
import { node as transformerHead } from './transformer-head/node';
import { node as visualEncoder } from './visual-encoder/node';

/** Every kind of node, in the order of the palette. A new kind is added here and nowhere else. */
export const catalogue = [
  orchestra,
  musicAvqa,
  missingModality,
  audioEncoder,
  visualEncoder,
  questionEncoder,
  rmmGenerator,
  feedForwardImputer,
  residualAutoencoder,
  retrieval,
  avrDiffusion,
  avstHead,
  transformerHead,
  meanPoolHead,
  trainer,
] as unknown as readonly NodeKind[];

const byName = new Map(catalogue.map((kind) => [kind.kind, kind]));

export function findKind(kind: string): NodeKind | undefined {
  return byName.get(kind);
}
