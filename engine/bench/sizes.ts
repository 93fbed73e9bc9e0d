import type { GraphDocument, ParameterValue } from '../../graph-nodes/graph/document';

/** The sizes that are measured: what they change in the preset of the whole pipeline, by node. */
export const sizes = {
  /** The preset as it is. */
  preset: {},
  /** T 10, C 128, 7 × 7 cells. */
  middle: {
    dataset: { scenes: 60, seconds: 10, height: 7, width: 7, visualWidth: 128 },
    audio: { width: 128 },
    question: { width: 128 },
  },
  /** The paper's: T 10, C 512, 14 × 14 cells, L 75, K 10, the U-Net, four questions a step. */
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

/** The preset of the whole pipeline at a size. */
export function atSize(preset: GraphDocument, size: SizeName): GraphDocument {
  const changes: Readonly<Record<string, Readonly<Record<string, ParameterValue>>>> = sizes[size];
  return {
    ...preset,
    nodes: preset.nodes.map((node) => ({ ...node, parameters: { ...node.parameters, ...changes[node.id] } })),
  };
}
