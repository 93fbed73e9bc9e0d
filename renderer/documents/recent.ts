import { createStore } from 'zustand/vanilla';
import { z } from 'zod';
import { readStored, store } from '../words/browser-storage';

/** A graph that was opened from a file or saved to one, with its content at that time. */
const recentSchema = z.array(z.object({ fileName: z.string(), title: z.string(), text: z.string() }));
export type Recent = z.infer<typeof recentSchema>[number];

const key = 'studio-recent';
const most = 8;

function stored(): Recent[] {
  const text = readStored(key);
  if (text === null) return [];
  try {
    return recentSchema.parse(JSON.parse(text));
  } catch {
    // An entry of an older version is dropped without a message.
    return [];
  }
}

/** Recent graphs, newest first, stored in the browser with their text, so that they open even if files cannot be read again. */
export const recent = createStore<{ readonly list: readonly Recent[] }>(() => ({ list: stored() }));

/** Puts a graph at the head of the list; the oldest are dropped if the browser's storage is full. */
export function noteRecent(entry: Recent): void {
  let list = [entry, ...recent.getState().list.filter(({ fileName }) => fileName !== entry.fileName)].slice(0, most);
  while (list.length > 0 && !store(key, JSON.stringify(list))) list = list.slice(0, -1);
  recent.setState({ list });
}
