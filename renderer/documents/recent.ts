import { createStore } from 'zustand/vanilla';
import { z } from 'zod';
import { readStored, store } from '../words/browser-storage';

/** A graph that was opened from a file or saved to one, as it was then. */
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
    // What an older studio wrote is not worth a complaint.
    return [];
  }
}

/** The last graphs, newest first, kept by the browser with their text: they open also where files cannot be read again. */
export const recent = createStore<{ readonly list: readonly Recent[] }>(() => ({ list: stored() }));

/** Puts a graph at the head of the list; the oldest go where the browser's room ends. */
export function noteRecent(entry: Recent): void {
  let list = [entry, ...recent.getState().list.filter(({ fileName }) => fileName !== entry.fileName)].slice(0, most);
  while (list.length > 0 && !store(key, JSON.stringify(list))) list = list.slice(0, -1);
  recent.setState({ list });
}
