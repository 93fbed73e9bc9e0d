import { z } from 'zod';
import { answers } from '../answers';
import { defineNode } from '../kind';
import { seedParameter, shareParameter } from '../parameters';
import { labelsShape, type BatchSpec } from '../shapes';

export const parameters = z.strictObject({
  annotations: z.string().default('').meta({
    title: 'Annotations',
    description: 'Path of the published annotation JSON; a relative path starts at the working directory.',
  }),
  audioFeatures: z.string().default('').meta({
    title: 'Audio features',
    description: 'Folder of the audio features. Empty or absent: the sound is missing for the whole set.',
  }),
  visualFeatures: z.string().default('').meta({
    title: 'Visual features',
    description: 'Folder of the visual features. Empty or absent: the picture is missing for the whole set.',
  }),
  seed: seedParameter('Of the split by video into training, validation and test.'),
  validationShare: shareParameter('Validation share', 0.1, 'videos'),
  testShare: shareParameter('Test share', 0.2, 'videos'),
  seconds: z.number().int().min(1).max(60).default(10).meta({
    title: 'Seconds T',
    description: 'Seconds kept of each video. The paper has 10 of 60.',
  }),
  questionLength: z.number().int().min(1).max(64).default(14).meta({
    title: 'Question length N',
    description: 'Words kept of each question; shorter ones are padded. The longest published question has 14.',
  }),
});
export type MusicAvqaParameters = z.infer<typeof parameters>;

/** The published sizes: VGGish vectors of 128, ResNet-18 maps of 14 × 14 × 512, 93 words, 42 answers. */
export function publishedSpec({ seconds, questionLength }: MusicAvqaParameters): BatchSpec {
  return {
    seconds,
    audioWidth: 128,
    height: 14,
    width: 14,
    visualWidth: 512,
    questionLength,
    vocabulary: 93,
    answers: answers.length,
  };
}

export const node = defineNode({
  kind: 'music-avqa',
  title: 'MUSIC-AVQA',
  family: 'Data',
  inputs: [],
  outputs: [
    { name: 'batch', type: 'batch' },
    { name: 'labels', type: 'labels' },
  ],
  parameters,
  mainParameters: ['annotations', 'seed'],
  infer(_inputs, values) {
    const edge = { shape: labelsShape, batch: publishedSpec(values) };
    return { outputs: { batch: edge, labels: edge }, parameters: 0, activations: 0 };
  },
  losses: [],
  help: {
    text: 'Questions about short music videos, read from the published annotation file and split by video. A modality without a feature folder is missing for the whole set. The sizes on the edges are the published ones until the file has been read.',
    source:
      'Li et al., “Learning to Answer Questions in Dynamic Audio-Visual Scenarios”, CVPR 2022; annotations and features from its authors.',
  },
});
