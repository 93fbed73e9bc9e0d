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

/** Held-out share of a dataset: at most 0.45, so that two of them leave data for training. */
export const shareParameter = (title: string, standard: number, of: string) =>
  z
    .number()
    .min(0)
    .max(0.45)
    .default(standard)
    .meta({ title, description: `Share of the ${of}.` });
