import { errorMessage, RequestError } from '../contract/errors';
import type { ClientPort } from './engine-child';
import { PageAccess } from './page-access';
import type { FromPageProcess, ToPageProcess } from './page-child';
import { servePages } from './page-server';

/**
 * The child process that serves pages. It relays messages between pages and its parent, which has the engine, so that
 * its end interrupts no run. It ends with its parent.
 */
const clients = new Map<number, ClientPort>();
let lastClient = 0;
let access = new PageAccess();

const report = (message: FromPageProcess, sent: () => void = () => undefined): void => {
  // A parent that has just ended receives nothing.
  if (process.connected) process.send?.(message, undefined, undefined, sent);
};

function connect(port: ClientPort): void {
  lastClient += 1;
  const client = lastClient;
  clients.set(client, port);
  report({ client, opened: true });
  port.onMessage((message) => report({ client, message }));
  port.onClose(() => {
    clients.delete(client);
    report({ client, closed: true });
  });
}

async function serve({ folder, ports, secrets }: Extract<ToPageProcess, { folder: string }>): Promise<void> {
  access = new PageAccess(secrets);
  try {
    const onEnter = (address: string) => report({ entered: address });
    const { origin } = await servePages({ folder, ports, access, onConnect: connect, onEnter });
    report({ origin });
  } catch (error) {
    const { code, reason } = error instanceof RequestError ? error : new RequestError('failed', errorMessage(error));
    report({ failed: { code, reason } }, () => process.exit(1));
  }
}

process.on('message', (message: ToPageProcess) => {
  if ('folder' in message) void serve(message);
  else if ('admit' in message) {
    access.admit(message.admit);
    report({ admitted: message.admit });
  } else if ('close' in message) clients.get(message.client)?.close();
  else clients.get(message.client)?.send(message.message);
});

// Ctrl-C is sent to the whole process group; the parent decides on the reaction.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());
