import { z } from 'zod';

/** Parameters that several kinds have. */

/** Answer classes of a head. */
export const answersParameter = z.number().int().min(2).max(10_000).default(42).meta({
  title: 'Answers A',
  description: 'Answer classes. Not set: those of the dataset; the published ones are 42.',
});

/** The part of a picture by which a generator compares it with others. */
export const visualAddressParameter = z.enum(['whole map', 'mean of the grid']).default('whole map').meta({
  title: 'Compare pictures by',
  description:
    'The whole map, as in the paper, or its mean over the grid: the mean does not depend on places, which cannot be heard.',
});

/** Whether the loss of a generator moves the encoders. */
export const encoderGradientParameter = z.boolean().default(true).meta({
  title: 'Gradient into the encoders',
  description:
    'Whether the recall loss also moves the encoders that make its inputs and its target, or the generator alone.',
});
