import { z } from 'zod';
import { answers } from '../answers';
import { seedParameter, shareParameter } from '../parameters';
import { splitSizes } from '../split';
import type { BatchSpec } from '../../graph/shapes';
import { questionLength, vocabulary } from './questions';

/** Values per second of sound; VGGish has the same number. */
export const audioWidth = 128;

export const parameters = z.strictObject({
  seed: seedParameter(
    'Seed of the scenes, their noise, their questions and the split. It does not change look and sound of the instruments.',
  ),
  scenes: z.number().int().min(10).max(20_000).default(1500).meta({
    title: 'Scenes',
    description: 'Scenes in training, validation and test together.',
  }),
  questionsPerScene: z.number().int().min(1).max(50).default(6).meta({
    title: 'Questions per scene',
    description: 'Maximum number of questions about a scene. Scenes with few players have fewer.',
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
    description: 'Columns of the picture’s grid: one third each for left, middle and right.',
  }),
  visualWidth: z.number().int().min(8).max(1024).default(64).meta({
    title: 'Visual channels C',
    description: 'Features per grid cell.',
  }),
  noise: z.number().min(0).max(10).default(0.5).meta({
    title: 'Noise',
    description:
      'Standard deviation of the noise on every feature. Without noise, features have a variance of about 1.',
  }),
  validationShare: shareParameter('Validation share', 0.1, 'scenes'),
  testShare: shareParameter('Test share', 0.2, 'scenes'),
});
export type OrchestraParameters = z.infer<typeof parameters>;

/** Sizes of a batch of the dataset. */
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

/** Maximum number of training questions. Scenes with few players have fewer. */
export const mostQuestions = ({ scenes, questionsPerScene, ...shares }: OrchestraParameters): number =>
  splitSizes(scenes, shares).train * questionsPerScene;
