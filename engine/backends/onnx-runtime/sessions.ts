/**
 * Maximum number of value bytes of idle sessions: enough for about five presets. A session occupies about a third of
 * that. A graph of the published size exceeds it, and its session ends with its last user.
 */
export const idleSessions = { mostBytes: 2 ** 30 };

/** A graph that a library keeps ready to run. */
export interface Session {
  release(): Promise<void>;
}

/** A session and the number of its users. */
interface Shared {
  readonly session: Promise<Session>;
  readonly valueBytes: number;
  users: number;
}

/** Idle sessions by key, the least recently used first. */
const sessions = new Map<string, Shared>();

/**
 * Returns the session of a key, which includes its kind, and starts it if there is none. After its last release it
 * stays for the next user while memory allows.
 * @param valueBytes maximum memory of its values
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

/** Ends idle sessions, the least recently used first, until the others are within the limit. */
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
