import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer } from 'ws';
import { RequestError } from '../contract/errors';
import { verbatim, type EngineMessage } from '../contract/messages';
import type { ClientPort } from './engine-child';
import { entranceOf, PageAccess } from './page-access';
import { contentTypeOf, htmlType, refuse, refuseSocket, send, type Refusal } from './page-answers';
import { cookieName, parseRequest, type PageRequest } from './page-request';
import { largestMessage, portOf } from './page-socket';

export interface PageServer {
  /** Address without a token, for a browser that has entered. */
  readonly origin: string;
  /** A new address with a token, which admits one browser, once. */
  entrance(): string;
  close(): Promise<void>;
}

/**
 * Default port of the page, if it is free. A browser keeps drafts, recent graphs and the language by address, so a
 * constant port makes them available at the next start.
 */
export const usualPort = 47_626;

interface PageServerOptions {
  /** The folder of the built editor. */
  readonly folder: string;
  /** Ports on 127.0.0.1, tried in order; 0: any free port. */
  readonly ports: readonly number[];
  /** A new session where absent. */
  readonly access?: PageAccess;
  /** Called with each page that connects. */
  onConnect(port: ClientPort): void;
  /** Called when a browser has entered by an address, which is then invalid. */
  onEnter?(address: string): void;
}

/**
 * Limits of the HTTP server. A browser opens six connections and one WebSocket for each page: 128 connections are
 * enough for more than 32 windows, and leave the process's file handles to the runs. A request has a few hundred bytes
 * from the same machine, so ten seconds are enough. A connection is closed after an idle minute.
 */
const limits = {
  connections: 128,
  pages: 32,
  headerBytes: 16 * 1024,
  requestMilliseconds: 10_000,
  idleMilliseconds: 60_000,
} as const;

/** Page after an entrance. Its redirect originates from the server's own page, so that a strict cookie is sent. */
const entered = `<!doctype html><meta charset="utf-8"><title>Missing-Modality Studio</title>
<link rel="icon" href="data:,"><meta http-equiv="refresh" content="0;url=/"><a href="/">Open the studio</a>\n`;

/**
 * Serves the editor to this machine only. It listens on 127.0.0.1, admits a browser by an address with a one-time
 * token, and recognises it by a cookie afterwards. It responds only under its own name, so that no other web page can
 * reach it through the browser. Invalid input ends its connection, never the process.
 *
 * @throws {RequestError} if the editor has not been built or all ports are in use
 */
export async function servePages({
  folder,
  ports,
  access = new PageAccess(),
  onConnect,
  onEnter,
}: PageServerOptions): Promise<PageServer> {
  const files = await readFiles(folder);

  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.requestMilliseconds,
    requestTimeout: limits.requestMilliseconds,
    connectionsCheckingInterval: limits.requestMilliseconds / 2,
    // A missing Host is refused by `parseRequest`, with the headers of all responses.
    requireHostHeader: false,
  });
  server.maxConnections = limits.connections;
  server.setTimeout(limits.idleMilliseconds);
  const bound = (): number => (server.address() as AddressInfo).port;

  const originOf = (): string => `http://127.0.0.1:${String(bound())}`;

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const parsed = parseRequest(request, bound());
    if ('status' in parsed) return refuse(response, parsed);
    const { method, path: wanted, token, session } = parsed;
    if (wanted === '/' && token !== undefined && method === 'GET') {
      const redeemed = access.redeem(token);
      if (!redeemed && !access.admits(session)) return refuse(response, noEntry);
      const cookie = `${cookieName(bound())}=${access.session}; Path=/; HttpOnly; SameSite=Strict`;
      send(response, { status: 200, type: htmlType, content: entered, headers: { 'set-cookie': cookie } });
      if (redeemed) onEnter?.(entranceOf(originOf(), token));
      return;
    }
    if (wanted === '/' && !access.admits(session)) return refuse(response, noEntry);
    const name = wanted === '/' ? 'index.html' : wanted.slice(1);
    const content = files.get(name);
    if (!content) return refuse(response, { status: 404, message: 'There is no such page.' });
    send(response, { status: 200, type: typeOf(name), content });
  };
  server.on('request', answer);
  // Without these listeners Node responds itself, without the headers of all responses.
  server.on('checkContinue', answer);
  server.on('checkExpectation', (_request, response: ServerResponse) =>
    refuse(response, { status: 417, message: 'The Expect header is not supported.' }),
  );
  server.on('connect', (_request, socket) =>
    refuseSocket(socket, { status: 405, message: 'Only GET and HEAD are answered.' }),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseSocket(socket, invalidHttp(error.code)));
  // A socket whose upgrade was refused has no other listener, and its reset would end the process.
  server.on('connection', (socket) => socket.on('error', () => undefined));

  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage });
  sockets.on('wsClientError', (_error, socket) =>
    refuseSocket(socket, { status: 400, message: 'The WebSocket handshake is malformed.' }),
  );
  server.on('upgrade', (request, socket, head) => {
    const parsed = parseRequest(request, bound());
    const refusal = 'status' in parsed ? parsed : upgradeRefusal(parsed);
    if (refusal) return refuseSocket(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (webSocket) => onConnect(portOf(webSocket)));
  });
  const upgradeRefusal = ({ path: wanted, session }: PageRequest): Refusal | undefined => {
    if (wanted !== '/engine') return { status: 404, message: 'There is no such WebSocket.' };
    if (!access.admits(session)) return { ...noEntry, status: 401 };
    if (sockets.clients.size < limits.pages) return undefined;
    return { status: 503, message: `At most ${String(limits.pages)} pages connect at a time; close one.` };
  };

  await listen(server, ports);
  // Accepting a connection can fail, for example with too many open files; the next one can succeed.
  server.on('error', () => undefined);
  return {
    origin: originOf(),
    entrance: () => entranceOf(originOf(), access.issue()),
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const noEntry: Refusal = {
  status: 403,
  message: 'This browser has not entered; open the last address that the terminal printed. Each address works once.',
};

function invalidHttp(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return { status: 431, message: 'The headers are larger than 16 KiB.' };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { status: 408, message: 'The request did not arrive in time.' };
  return { status: 400, message: 'The request is not valid HTTP.' };
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

/** The files of the editor by path, with slashes. All are in memory, so that no request reads the disk. */
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

const typeOf = (name: string): string => contentTypeOf(name) ?? 'application/octet-stream';
