import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { readStored, store } from '../words/browser-storage';

const key = 'studio-unfolded';

function stored(): readonly string[] {
  try {
    const names: unknown = JSON.parse(readStored(key) ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    // A text of another version counts as no expanded part.
    return [];
  }
}

/** Names of the expanded parts of the window; the browser keeps them. */
export const folds = createStore<{ readonly unfolded: ReadonlySet<string> }>(() => ({ unfolded: new Set(stored()) }));

export const useUnfolded = (name: string): boolean => useStore(folds, ({ unfolded }) => unfolded.has(name));

export function toggleFold(name: string): void {
  const unfolded = new Set(folds.getState().unfolded);
  if (!unfolded.delete(name)) unfolded.add(name);
  store(key, JSON.stringify([...unfolded]));
  folds.setState({ unfolded });
}
