import { z } from 'zod';

/** Parameters that several kinds have. */

/** Answer classes of a head. */
export const answersParameter = z.number().int().min(2).max(10_000).default(42).meta({
  title: 'Answers A',
  description: 'Answer classes; MUSIC-AVQA and Orchestra have 42.',
});

/** Whether the loss of a generator moves the encoders. */
export const encoderGradientParameter = z.boolean().default(true).meta({
  title: 'Gradient into the encoders',
  description:
    'Whether the recall loss also moves the encoders that make its inputs and its target, or the generator alone.',
});

/** @param description what is drawn from it */
export const seedParameter = (description: string) =>
  z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1)
    .meta({ title: 'Seed', description });

/** A share of a dataset that is held out, at most 0.45, so that two of them leave something for training. */
export const shareParameter = (title: string, standard: number, of: string) =>
  z
    .number()
    .min(0)
    .max(0.45)
    .default(standard)
    .meta({ title, description: `The share of the ${of}.` });
