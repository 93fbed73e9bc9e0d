import { z } from 'zod';

/** @param description Use of the seed, for the inspector */
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
