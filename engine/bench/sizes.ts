import type { GraphDocument, ParameterValue } from '../../graph-nodes/graph/document';

/** The measured sizes: their changes to the preset of the whole pipeline, by node. */
export const sizes = {
  /** The preset unchanged. */
  preset: {},
  /** T 10, C 128, 7 × 7 cells. */
  middle: {
    dataset: { scenes: 60, seconds: 10, height: 7, width: 7, visualWidth: 128 },
    audio: { width: 128 },
    question: { width: 128 },
  },
  /** The paper's: T 10, C 512, 14 × 14 cells, L 75, K 10, the U-Net, four questions per step. */
  full: {
    dataset: { scenes: 20, seconds: 10, height: 14, width: 14, visualWidth: 512 },
    audio: { width: 512 },
    question: { width: 512 },
    rmm: { slots: 75, relation: 'softmax', temperature: 1, encoderGradient: true },
    avr: { steps: 10, denoiser: 'U-Net', width: 64, encoderGradient: true, memory: 'recompute' },
    trainer: { batchSize: 4 },
  },
} as const satisfies Record<string, Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>>;
export type SizeName = keyof typeof sizes;

type Changes = Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;

/** The preset of the whole pipeline at a size. */
export const atSize = (preset: GraphDocument, size: SizeName): GraphDocument => withChanges(preset, sizes[size]);

/** The preset at widths that a software driver computes in seconds. */
export const smallest = (preset: GraphDocument): GraphDocument =>
  withChanges(preset, {
    dataset: { scenes: 12, seconds: 3, visualWidth: 8 },
    audio: { width: 8 },
    question: { width: 8 },
    rmm: { slots: 5 },
    avr: { steps: 2, width: 4 },
    head: { heads: 2 },
    trainer: { batchSize: 4 },
  });

function withChanges(preset: GraphDocument, changes: Changes): GraphDocument {
  return {
    ...preset,
    nodes: preset.nodes.map((node) => ({ ...node, parameters: { ...node.parameters, ...changes[node.id] } })),
  };
}
