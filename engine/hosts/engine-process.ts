import type { Port } from '../contract/protocol';
import { Engine } from '../service/engine';
import type { FromEngineProcess, ToEngineProcess } from './engine-child';
import { lowerPriority } from '../platform/priority';
import { serveEngine } from './serve-engine';

/**
 * The child process that trains for the local page, so that pages are served during a training. Several pages share the
 * engine: each is a client with a number. The parent asks it to close, which stops runs early. If the parent crashes
 * instead, runs are saved and interrupted, so that the next start can resume them.
 */
lowerPriority();
const [, , runsFolder] = process.argv;
const engine = new Engine({ runsFolder: runsFolder ?? 'runs', redis: process.env['STUDIO_REDIS'] });
void engine.removeOldTrash();

interface Client {
  message(value: unknown): void;
  close(): void;
}
const clients = new Map<number, Client>();

function open(client: number): Client {
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  const port: Port = {
    send(message) {
      // A parent that has just ended receives nothing.
      if (process.connected)
        process.send?.({ client, message } satisfies FromEngineProcess, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => listeners.push(listener),
    onClose: (listener) => closers.push(listener),
  };
  serveEngine(engine, port);
  return {
    message: (value) => listeners.forEach((listener) => listener(value)),
    close: () => closers.forEach((listener) => listener()),
  };
}

let ending = false;
function endAfter(work: () => Promise<void>): void {
  if (ending) return;
  ending = true;
  void work().finally(() => process.exit());
}

process.on('message', (envelope: ToEngineProcess) => {
  if ('close' in envelope) {
    endAfter(() => engine.close());
    return;
  }
  if ('closed' in envelope) {
    clients.get(envelope.client)?.close();
    clients.delete(envelope.client);
    return;
  }
  const client = clients.get(envelope.client) ?? open(envelope.client);
  clients.set(envelope.client, client);
  if ('message' in envelope) client.message(envelope.message);
});

// Ctrl-C is sent to the whole process group; the parent decides on the reaction.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => endAfter(() => engine.interrupt()));
