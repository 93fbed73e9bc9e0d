import { z } from 'zod';
import { answers } from '../answers';
import { seedParameter, shareParameter } from '../parameters';
import type { BatchSpec } from '../../graph/shapes';

export const parameters = z.strictObject({
  annotations: z.string().default('').meta({
    title: 'Annotations',
    description:
      'Path of the published annotation JSON for training. A relative path starts at the working directory. Without separate files for validation or test, their share of its videos is held out.',
  }),
  validationAnnotations: z.string().default('').meta({
    title: 'Validation annotations',
    description: 'Path of the annotation JSON for validation. Empty: the validation share is held out.',
  }),
  testAnnotations: z.string().default('').meta({
    title: 'Test annotations',
    description: 'Path of the annotation JSON for the test. Empty: the test share is held out.',
  }),
  audioFeatures: z.string().default('').meta({
    title: 'Audio features',
    description:
      'Folder with one <video_id>.npy per video, [seconds, C]. Empty: the sound is missing for the whole dataset.',
  }),
  visualFeatures: z.string().default('').meta({
    title: 'Visual features',
    description:
      'Folder with one <video_id>.npy per video, [seconds, C, H, W]. Empty: the picture is missing for the whole dataset.',
  }),
  seed: seedParameter('Seed of the split by video into training, validation and test.'),
  validationShare: shareParameter('Validation share', 0.1, 'videos'),
  testShare: shareParameter('Test share', 0.2, 'videos'),
  seconds: z.number().int().min(1).max(60).default(10).meta({
    title: 'Seconds T',
    description: 'Seconds kept of each video, at equal distances. The paper has 10 of 60.',
  }),
  questionLength: z.number().int().min(1).max(64).default(14).meta({
    title: 'Question length N',
    description: 'Words kept of each question; shorter ones are padded. The longest published question has 14.',
  }),
  audioWidth: z.number().int().min(1).max(8192).default(128).meta({
    title: 'Audio channels',
    description: 'Features per second of sound in the files. VGGish has 128.',
  }),
  visualWidth: z.number().int().min(1).max(8192).default(512).meta({
    title: 'Visual channels C',
    description: 'Features per grid cell in the files. ResNet-18 has 512.',
  }),
  height: z.number().int().min(1).max(64).default(14).meta({
    title: 'Grid height H',
    description: 'Rows of the picture’s grid in the files. The published files have 14.',
  }),
  width: z.number().int().min(1).max(64).default(14).meta({
    title: 'Grid width W',
    description: 'Columns of the picture’s grid in the files. The published files have 14.',
  }),
  cacheMebibytes: z.number().int().min(0).max(1_048_576).default(256).meta({
    title: 'Features kept in memory (MiB)',
    description: 'Size of the cache for features that were read. At the published sizes, a video has 4 MiB.',
  }),
});
export type MusicAvqaParameters = z.infer<typeof parameters>;

/** Sizes of a batch of the dataset. Vocabulary and answers are the published ones until the files have been read. */
export function publishedSpec(values: MusicAvqaParameters): BatchSpec {
  const { seconds, audioWidth, height, width, visualWidth, questionLength } = values;
  return {
    seconds,
    audioWidth,
    height,
    width,
    visualWidth,
    questionLength,
    vocabulary: 93,
    answers: answers.length,
  };
}
