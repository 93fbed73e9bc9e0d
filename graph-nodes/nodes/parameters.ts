import { z } from 'zod';

/** Parameters that several kinds share. */

/** Answer classes of a head. */
export const answersParameter = z.number().int().min(2).max(10_000).default(42).meta({
  title: 'Answers A',
  description: 'Answer classes. If not set: those of the dataset; the published dataset has 42.',
});

/** Part of a picture that a generator compares with other pictures. */
export const visualAddressParameter = z.enum(['whole map', 'mean of the grid']).default('whole map').meta({
  title: 'Compare pictures by',
  description:
    'The whole map, as in the paper, or its mean over the grid. The mean does not depend on positions, which cannot be heard.',
});

/** Switch for the gradient of a generator's loss into the encoders. */
export const encoderGradientParameter = z.boolean().default(true).meta({
  title: 'Gradient into the encoders',
  description:
    'Let the recall loss also train the encoders that compute its inputs and its target. Off: it trains only the generator.',
});
