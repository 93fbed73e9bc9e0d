import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { RequestError } from '../contract/errors';
import { verbatim, type EngineMessage } from '../contract/messages';
import type { ClientPort } from './engine-child';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface PageServer {
  /** With the token. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Where the page is served unless another port is asked for or this one is taken. A browser keeps drafts, recent graphs and the
 * language by address, so that they are found again at the next start.
 */
export const usualPort = 47_626;

interface PageServerOptions {
  /** The folder of the built editor. */
  readonly folder: string;
  /** On 127.0.0.1, the first that is not taken; 0 takes a free one. */
  readonly ports: readonly number[];
  /** Called with each page that connects. */
  onConnect(port: ClientPort): void;
}

/**
 * Serves the editor to this machine alone: it listens on 127.0.0.1, wants the token of the printed address, and answers
 * only under its own name, so that no other web page can reach it through the browser.
 *
 * @throws {RequestError} when the editor has not been built or all ports are taken
 */
export async function servePages({ folder, ports, onConnect }: PageServerOptions): Promise<PageServer> {
  const files = await readFiles(folder);
  const token = randomBytes(24).toString('base64url');
  const mayEnter = (request: IncomingMessage): boolean => {
    const given = Buffer.from(new URL(request.url ?? '/', 'http://studio').searchParams.get('token') ?? '');
    const wanted = Buffer.from(token);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  const isOwnName = (request: IncomingMessage): boolean => {
    const names = [`127.0.0.1:${bound()}`, `localhost:${bound()}`];
    const { host, origin } = request.headers;
    return names.includes(host ?? '') && (origin === undefined || names.some((name) => origin === `http://${name}`));
  };

  const server = createServer((request, response) => {
    if (!isOwnName(request)) return refuse(response, 403, 'This address is not the studio’s own.');
    const { pathname } = new URL(request.url ?? '/', 'http://studio');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is answered.');
    if (pathname === '/' && !mayEnter(request)) {
      return refuse(response, 403, 'The address lacks its token; use the one that the terminal printed.');
    }
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    const content = files.get(name);
    if (!content) return refuse(response, 404, 'There is no such page.');
    response.writeHead(200, {
      'content-type': contentTypes[path.extname(name)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    response.end(request.method === 'HEAD' ? undefined : content);
  });
  const bound = (): number => (server.address() as AddressInfo).port;

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 2 ** 20 });
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://studio');
    if (pathname !== '/engine' || !isOwnName(request) || !mayEnter(request)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => onConnect(portOf(webSocket)));
  });

  await listen(server, ports);
  return {
    address: `http://127.0.0.1:${bound()}/?token=${token}`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server, [port = 0, ...others]: readonly number[]): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && others.length > 0) return listen(server, others);
    const reason: EngineMessage = code === 'EADDRINUSE' ? { code: 'portTaken', port } : verbatim(message);
    throw new RequestError('failed', { code: 'pageNotServed', reason });
  }
}

/** The editor is small: all of it in memory, by path with slashes, so that no request reaches the disk. */
async function readFiles(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, Buffer>();
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(folder, file).split(path.sep).join('/'), await readFile(file));
  }
  if (!files.has('index.html')) throw new RequestError('failed', { code: 'editorNotBuilt', command: 'npm run build' });
  return files;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${message}\n`);
}

function portOf(socket: WebSocket): ClientPort {
  return {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      socket.on('message', (data: Buffer) => listener(parse(data.toString('utf8'))));
    },
    onClose(listener) {
      socket.on('close', listener);
    },
    close: () => socket.close(1011, 'The engine ended.'),
  };
}

/** What is not JSON is passed on as text, and refused as any other message that is not of the contract. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
