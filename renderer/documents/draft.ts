import { createStore } from 'zustand/vanilla';
import { z } from 'zod';
import { readDocument } from '../../graph-nodes/graph/document';
import { documentOf } from './open-graph';
import { graphs, onGraphsChange, openGraph, restoreGraphs, type DraftGraph } from './open-graphs';

/**
 * Autosave. Every window keeps its open graphs in the browser's storage, a moment after each change, under a name of its
 * own, and holds a lock of that name while it lives. A window that is loaded again takes up its own graphs; what a window
 * left behind that no longer holds its lock (it crashed, or was closed with changes) is offered for recovery.
 */
const prefix = 'studio-draft/';
const windowKey = 'studio-window';
/** After a change, in milliseconds. */
const rest = 300;

const draftSchema = z.object({
  current: z.number(),
  graphs: z.array(z.object({ document: z.unknown(), saved: z.unknown().optional(), fileName: z.string().optional() })),
});

let name = '';

function write(): void {
  const { open, active } = graphs.getState();
  const drafts = open.map((graph) => {
    const document = documentOf(graph);
    const { saved, fileName } = graph.file.getState();
    // The saved document is absent if nothing has changed since.
    return { document, ...(saved !== document && { saved }), fileName };
  });
  try {
    localStorage.setItem(name, JSON.stringify({ current: open.indexOf(active), graphs: drafts }));
  } catch {
    // Without room there is no autosave; the warning before leaving still stands.
  }
}

function read(key: string): { readonly current: number; readonly graphs: DraftGraph[] } | undefined {
  const text = localStorage.getItem(key);
  if (text === null) return undefined;
  try {
    const { current, graphs: drafts } = draftSchema.parse(JSON.parse(text));
    return {
      current,
      graphs: drafts.map(({ document, saved, fileName }) => {
        const now = readDocument(document);
        return { document: now, saved: saved === undefined ? now : readDocument(saved), fileName };
      }),
    };
  } catch {
    // A draft that an older studio wrote is no reason not to start.
    return undefined;
  }
}

function takeName(id: string): void {
  sessionStorage.setItem(windowKey, id);
  name = prefix + id;
}

/** Takes up what this window had open when it was loaded the last time. */
export function restoreDraft(): void {
  takeName(sessionStorage.getItem(windowKey) ?? crypto.randomUUID());
  const draft = read(name);
  if (draft) restoreGraphs(draft.graphs, draft.current);
}

/** What windows left behind that are no more. */
export const recovery = createStore<{
  readonly left: readonly { readonly key: string; readonly graphs: DraftGraph[] }[];
}>(() => ({ left: [] }));

/** Holds the lock of the given name for as long as the window lives; false where another window has it. */
function hold(lockName: string): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks
      .request(lockName, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise(() => undefined);
      })
      // A page that may have no locks is the only one that has its storage.
      .catch(() => resolve(true));
  });
}

async function findLeft(): Promise<void> {
  const { held = [] } = await navigator.locks.query().catch((): LockManagerSnapshot => ({}));
  const alive = new Set([name, ...held.map((lock) => lock.name)]);
  const left = [];
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix) || alive.has(key)) continue;
    const unsaved = read(key)?.graphs.filter(({ document, saved }) => document !== saved) ?? [];
    if (unsaved.length > 0) left.push({ key, graphs: unsaved });
    else localStorage.removeItem(key);
  }
  recovery.setState({ left });
}

/** Keeps the graphs from now on, and looks for those that were left behind. */
export async function keepDrafts(): Promise<void> {
  // A window that was duplicated has the name of the first one.
  if (!(await hold(name))) {
    takeName(crypto.randomUUID());
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

/** Opens what was left behind, or throws it away. */
export function endRecovery(recover: boolean): void {
  for (const { key, graphs: left } of recovery.getState().left) {
    if (recover) for (const { document, saved, fileName } of left) openGraph(document, { saved, fileName });
    localStorage.removeItem(key);
  }
  recovery.setState({ left: [] });
}
