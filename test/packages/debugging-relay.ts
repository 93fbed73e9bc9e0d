import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** Commands that Playwright sends to every browser, and that Electron refuses without an effect on the tests. */
const answered: ReadonlySet<string> = new Set(['Browser.setDownloadBehavior']);

interface Command {
  readonly id: number;
  readonly method: string;
  readonly sessionId?: string;
}

/**
 * Relays Playwright's connection to Electron's debugging port. @returns its own address, and a function that ends it
 */
export async function relayTo(target: string): Promise<{ readonly address: string; close(): void }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (client) => {
    const electron = new WebSocket(target, { perMessageDeflate: false, maxPayload: 2 ** 28 });
    const opened = new Promise((resolve) => electron.once('open', resolve));
    client.on('message', (data: Buffer) => {
      const { id, method, sessionId } = JSON.parse(data.toString('utf8')) as Command;
      if (answered.has(method))
        client.send(JSON.stringify({ id, result: {}, ...(sessionId !== undefined && { sessionId }) }));
      else void opened.then(() => electron.send(data.toString('utf8')));
    });
    electron.on('message', (data: Buffer) => client.send(data.toString('utf8')));
    electron.on('error', () => client.close());
    electron.on('close', () => client.close());
    client.on('close', () => electron.close());
  });
  const { port } = server.address() as AddressInfo;
  return { address: `ws://127.0.0.1:${port}`, close: () => server.close() };
}
