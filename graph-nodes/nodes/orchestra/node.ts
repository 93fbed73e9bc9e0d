import { z } from 'zod';
import { answers } from '../../datasets/answers';
import { defineNode } from '../../graph/kind';
import { seedParameter, shareParameter } from '../parameters';
import { labelsShape, type BatchSpec } from '../../graph/shapes';
import { questionLength, vocabulary } from '../../datasets/orchestra/questions';

/** Values per second of sound, as many as VGGish has. */
export const audioWidth = 128;

export const parameters = z.strictObject({
  seed: seedParameter(
    'Of the scenes, their noise, their questions and the split. What a kind looks and sounds like stays.',
  ),
  scenes: z.number().int().min(10).max(20_000).default(1500).meta({
    title: 'Scenes',
    description: 'Scenes in training, validation and test together.',
  }),
  questionsPerScene: z.number().int().min(1).max(50).default(6).meta({
    title: 'Questions per scene',
    description: 'The most that is asked of one scene; of a scene with little in it, fewer are.',
  }),
  seconds: z.number().int().min(3).max(60).default(6).meta({
    title: 'Seconds T',
    description: 'Seconds in a scene.',
  }),
  height: z.number().int().min(1).max(14).default(2).meta({
    title: 'Grid height H',
    description: 'Rows of the picture’s grid.',
  }),
  width: z.number().int().min(3).max(14).default(3).meta({
    title: 'Grid width W',
    description: 'Columns of the picture’s grid; a third of them each is left, middle and right.',
  }),
  visualWidth: z.number().int().min(8).max(1024).default(64).meta({
    title: 'Visual channels C',
    description: 'Features per grid cell.',
  }),
  noise: z.number().min(0).max(10).default(0.5).meta({
    title: 'Noise',
    description: 'Standard deviation of what is added to every feature, which without it are of about unit variance.',
  }),
  validationShare: shareParameter('Validation share', 0.1, 'scenes'),
  testShare: shareParameter('Test share', 0.2, 'scenes'),
});
export type OrchestraParameters = z.infer<typeof parameters>;

/** The sizes of what the dataset delivers. */
export function specOf({ seconds, height, width, visualWidth }: OrchestraParameters): BatchSpec {
  return {
    seconds,
    audioWidth,
    height,
    width,
    visualWidth,
    questionLength,
    vocabulary: vocabulary.length,
    answers: answers.length,
  };
}

export const node = defineNode({
  kind: 'orchestra',
  title: 'Orchestra',
  family: 'Data',
  inputs: [],
  outputs: [
    { name: 'batch', type: 'batch' },
    { name: 'labels', type: 'labels' },
  ],
  parameters,
  mainParameters: ['seed', 'scenes', 'noise'],
  infer(_inputs, values) {
    const edge = { shape: labelsShape, batch: specOf(values) };
    return { outputs: { batch: edge, labels: edge }, parameters: 0, activations: 0 };
  },
  losses: [],
  help: {
    text: 'A synthetic world of small concerts, made in memory from a seed, with nothing to download. One to six instruments are seen and heard, asked about in the nine question types of MUSIC-AVQA. What plays is seen to move, louder playing moves more and faster rhythm moves faster, so that sound and picture tell much of each other, but not all: some sounds have no source in the picture, and some players stay silent.',
    equations: [
      'audio_t = Σ_playing loudness · (sound of kind + rhythm · texture of kind) + voice + reverberation + noise,  [T, 128]',
      'visual_tc = (rest + movement) · look of kind + movement · rhythm · gesture of kind + background + position + noise,  [T, H, W, C]',
    ],
    source:
      'Our own world; question types and answers after Li et al., “Learning to Answer Questions in Dynamic Audio-Visual Scenarios”, CVPR 2022.',
  },
});
