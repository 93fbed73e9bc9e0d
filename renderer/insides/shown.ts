import { createStore } from 'zustand/vanilla';
import type { Inside } from '../../engine/contract/stage';

/** Insides that were opened last. Nodes show them small. */
export interface ShownInsides {
  readonly run: string | undefined;
  /** Text of the question. */
  readonly question: string;
  /** Values of one variant. */
  readonly insides: readonly Inside[];
}

export const shownInsides = createStore<ShownInsides>(() => ({ run: undefined, question: '', insides: [] }));
