import { createStore } from 'zustand/vanilla';
import { z } from 'zod';
import { readDocument } from '../../graph-nodes/graph/document';
import { readStored, removeStored, store, storedKeys } from '../words/browser-storage';
import { documentOf } from './open-graph';
import { graphs, onGraphsChange, openGraph, restoreGraphs, type DraftGraph } from './open-graphs';

/**
 * Autosave. Every window keeps its open graphs in the browser's storage, a moment after each change, under a unique name, and
 * holds a lock of that name during its life. A reloaded window restores its own graphs. Drafts of a window that no longer holds
 * its lock (it crashed, or was closed with changes) are offered for recovery, graph by graph.
 */
const prefix = 'studio-draft/';
const windowKey = 'studio-window';
/** Delay after a change, in milliseconds. */
const rest = 300;

const draftSchema = z.object({
  current: z.number(),
  /** Time of the last change, in milliseconds since 1970; absent in drafts of earlier versions. */
  time: z.number().optional(),
  graphs: z.array(z.object({ document: z.unknown(), saved: z.unknown().optional(), fileName: z.string().optional() })),
});

let name = '';

/** False from the first draft that the browser's storage refused until it accepts one again. */
export const autosave = createStore<{ readonly works: boolean }>(() => ({ works: true }));

function write(): void {
  const { open, active } = graphs.getState();
  const drafts = open.map((graph) => {
    const document = documentOf(graph);
    const { saved, fileName } = graph.file.getState();
    // The saved document is absent if nothing has changed since.
    return { document, ...(saved !== document && { saved }), fileName };
  });
  const text = JSON.stringify({ current: open.indexOf(active), time: Date.now(), graphs: drafts });
  autosave.setState({ works: store(name, text) });
}

interface Draft {
  readonly current: number;
  readonly time: number | undefined;
  readonly graphs: readonly DraftGraph[];
}

/** Draft under a key; undefined if there is none or this version cannot read it. */
function read(key: string): Draft | undefined {
  const text = readStored(key);
  if (text === null) return undefined;
  try {
    const { current, time, graphs: drafts } = draftSchema.parse(JSON.parse(text));
    return {
      current,
      time,
      graphs: drafts.map(({ document, saved, fileName }) => {
        const now = readDocument(document);
        return { document: now, saved: saved === undefined ? now : readDocument(saved), fileName };
      }),
    };
  } catch {
    return undefined;
  }
}

/** A name that no other window has. `randomUUID` exists only in secure contexts. */
const newName = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join('-');

function takeName(id: string): void {
  store(windowKey, id, 'sessionStorage');
  name = prefix + id;
}

/** Restores the graphs that this window had open when it was loaded last. */
export function restoreDraft(): void {
  takeName(readStored(windowKey, 'sessionStorage') ?? newName());
  const draft = read(name);
  if (draft) restoreGraphs(draft.graphs, draft.current);
  // A draft of a later version stays unchanged for that version.
  else if (readStored(name) !== null) takeName(newName());
}

/** A graph with unsaved changes from a closed window. */
export interface RecoverableGraph {
  /** Key of the window's draft. */
  readonly key: string;
  /** Time of the window's last change, in milliseconds since 1970. */
  readonly time: number | undefined;
  readonly graph: DraftGraph;
}

/** Graphs of closed windows, newest first. */
export const recovery = createStore<{ readonly left: readonly RecoverableGraph[] }>(() => ({ left: [] }));

/** Locks that windows of one address share; undefined if the page is not a secure context. */
const locks = (): LockManager | undefined => (navigator as Partial<Navigator>).locks;

/** Holds the lock of the given name during the life of the window; false if another window has it. */
function hold(lockName: string): Promise<boolean> {
  return new Promise((resolve) => {
    const held = locks()?.request(lockName, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => undefined);
    });
    // Without locks, a window counts as the only one of its name.
    if (held) held.catch(() => resolve(true));
    else resolve(true);
  });
}

async function findLeft(): Promise<void> {
  const query = locks()?.query();
  // Without locks, the drafts of other open windows cannot be distinguished from those of closed windows.
  if (!query) return;
  const { held = [] } = await query.catch((): LockManagerSnapshot => ({}));
  const alive = new Set([name, ...held.map((lock) => lock.name)]);
  const left: RecoverableGraph[] = [];
  for (const key of storedKeys()) {
    if (!key.startsWith(prefix) || alive.has(key)) continue;
    const draft = read(key);
    if (!draft) continue;
    const unsaved = draft.graphs.filter(({ document, saved }) => document !== saved);
    left.push(...unsaved.map((graph): RecoverableGraph => ({ key, time: draft.time, graph })));
    if (unsaved.length === 0) removeStored(key);
  }
  recovery.setState({ left: left.sort((a, b) => (b.time ?? 0) - (a.time ?? 0)) });
}

/** Starts to save the graphs, and looks for drafts of closed windows. */
export async function keepDrafts(): Promise<void> {
  // A duplicated window has the name of the first one.
  if (!(await hold(name))) {
    takeName(newName());
    await hold(name);
  }
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      write();
    }, rest);
  };
  onGraphsChange(soon);
  addEventListener('pagehide', write);
  await findLeft();
}

/** Opens recovered graphs; the drafts of this window then contain them. */
export function recover(chosen: readonly RecoverableGraph[]): void {
  for (const { graph } of chosen) openGraph(graph.document, graph);
  write();
  discard(chosen);
  // The space of the removed drafts is free now.
  if (!autosave.getState().works) write();
}

/** Discards recovered graphs. A draft is kept until all its graphs are opened or discarded. */
export function discard(chosen: readonly RecoverableGraph[]): void {
  const left = recovery.getState().left.filter((one) => !chosen.includes(one));
  for (const { key } of chosen) {
    const others = left.filter((one) => one.key === key);
    if (others.length === 0) removeStored(key);
    else store(key, draftText(others));
  }
  recovery.setState({ left });
}

const draftText = (left: readonly RecoverableGraph[]): string =>
  JSON.stringify({ current: 0, time: left[0]?.time, graphs: left.map(({ graph }) => graph) });
