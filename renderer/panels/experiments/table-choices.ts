import { useState } from 'react';
import { z } from 'zod';
import { columnSets, scenarioPlaces } from '../../../engine/contract/tables';
import { readStored, store } from '../../words/browser-storage';

const key = 'studio-table';

const choicesSchema = z.object({
  columns: z.enum(columnSets).catch('overall'),
  place: z.enum(scenarioPlaces).catch('across'),
  /** Digits after the decimal point. */
  digits: z.number().int().min(0).max(6).catch(1),
  /** True: with the derived columns of a repair. */
  repair: z.boolean().catch(false),
});

/** Choices of the form of tables. */
export type TableChoices = z.infer<typeof choicesSchema>;

/** Choices that were made last in this browser. */
export function readChoices(): TableChoices {
  try {
    return choicesSchema.parse(JSON.parse(readStored(key) ?? '{}'));
  } catch {
    return choicesSchema.parse({});
  }
}

/** The choices, stored in the browser, and a function that changes some of them. */
export function useTableChoices(): [TableChoices, (changes: Partial<TableChoices>) => void] {
  const [choices, setChoices] = useState(readChoices);
  return [
    choices,
    (changes) => {
      const next = { ...choices, ...changes };
      setChoices(next);
      store(key, JSON.stringify(next));
    },
  ];
}
