import { createStore } from 'zustand/vanilla';
import type { Inside } from '../../engine/contract/stage';

/** The insides that were looked into last, which nodes show small. */
export interface ShownInsides {
  readonly run: string | undefined;
  /** The question in words. */
  readonly question: string;
  /** Those of one variant. */
  readonly insides: readonly Inside[];
}

export const shownInsides = createStore<ShownInsides>(() => ({ run: undefined, question: '', insides: [] }));
