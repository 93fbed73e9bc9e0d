/**
 * How many bytes of values the graphs may have whose sessions are kept though nobody uses them: those of some five presets.
 * A session holds about a third of that. One of the published sizes is over it, and ends with its last user.
 */
export const idleSessions = { mostBytes: 2 ** 30 };

/** A graph that a library holds ready to run. */
export interface Session {
  release(): Promise<void>;
}

/** A session and how many programs use it. */
interface Shared {
  readonly session: Promise<Session>;
  readonly valueBytes: number;
  users: number;
}

/** By what they run, the least recently used first. */
const sessions = new Map<string, Shared>();

/**
 * The session of a key, which names its kind too, started if there is none. After its last release it stays for the next user while memory allows.
 * @param valueBytes what it may hold in memory
 */
export async function useSession<Kind extends Session>(
  key: string,
  valueBytes: number,
  start: () => Promise<Kind>,
): Promise<{ session: Kind; release: () => Promise<void> }> {
  const shared = sessions.get(key) ?? { session: start(), valueBytes, users: 0 };
  shared.users += 1;
  touch(key, shared);
  try {
    return {
      session: (await shared.session) as Kind,
      async release() {
        shared.users -= 1;
        touch(key, shared);
        await endIdle();
      },
    };
  } catch (error) {
    sessions.delete(key);
    throw error;
  }
}

function touch(key: string, shared: Shared): void {
  sessions.delete(key);
  sessions.set(key, shared);
}

/** Ends sessions that nobody uses, the least recently used first, until the others hold no more than they may. */
async function endIdle(): Promise<void> {
  const idle = [...sessions].filter(([, { users }]) => users === 0);
  let held = idle.reduce((sum, [, { valueBytes }]) => sum + valueBytes, 0);
  for (const [key, { session, valueBytes }] of idle) {
    if (held <= idleSessions.mostBytes) return;
    held -= valueBytes;
    sessions.delete(key);
    await (await session).release();
  }
}
