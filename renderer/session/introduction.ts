import { createStore } from 'zustand/vanilla';
import { graphs } from '../documents/open-graphs';
import { readStored, store } from '../words/browser-storage';
import { isActive } from './run-log';
import { session } from './session';

/** Key in the browser's storage that marks a closed introduction. */
const key = 'studio-introduced';

/** The card that explains the graph on a first visit. */
export const introduction = createStore<{
  readonly open: boolean;
  /** True if the user opened it, so that it takes the focus. */
  readonly wanted: boolean;
}>(() => ({ open: false, wanted: false }));

export const openIntroduction = (): void => introduction.setState({ open: true, wanted: true });

/** Closes the card. It opens again with the next page only if the browser keeps no mark. */
export function closeIntroduction(): void {
  if (!introduction.getState().open) return;
  introduction.setState({ open: false, wanted: false });
  store(key, 'yes');
}

/** Opens the card on a first visit, and closes it when a graph is trained or another one is opened. */
export function startIntroduction(): void {
  if (readStored(key) === null) introduction.setState({ open: true });
  session.subscribe(({ starting, log }) => {
    if (starting || isActive(log)) closeIntroduction();
  });
  graphs.subscribe((state, before) => {
    if (state.active !== before.active) closeIntroduction();
  });
}
