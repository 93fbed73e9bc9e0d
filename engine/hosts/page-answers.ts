import { STATUS_CODES, type ServerResponse } from 'node:http';
import path from 'node:path';
import type { Duplex } from 'node:stream';

export const htmlType = 'text/html; charset=utf-8';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': htmlType,
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.bin': 'application/octet-stream',
};

/** Content type of a file of the built editor, by its extension; undefined for unknown extensions. */
export const contentTypeOf = (file: string): string | undefined => contentTypes[path.extname(file)];

/** A response other than the requested page: its status and one sentence for the reader. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * Content security policy of every response, here and of Electron's scheme. The meta element of the editor's page
 * repeats it.
 */
export const contentPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; " +
  "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";

/** Headers of every response, including refusals. They are set in one place, so that none is forgotten. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': `${contentPolicy}; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const refusalType = 'text/plain; charset=utf-8';

/** Content of a response; `headers` are added to the security headers. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly content: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a response; without its content for a HEAD request. */
export function send(response: ServerResponse, { status, type, content, headers }: Answer): void {
  response.writeHead(status, {
    ...securityHeaders,
    ...headers,
    'content-type': type,
    'content-length': Buffer.byteLength(content),
  });
  response.end(response.req.method === 'HEAD' ? undefined : content);
}

/** Sends a refusal and closes the connection, so that an unread body is never parsed as the next request. */
export function refuse(response: ServerResponse, { status, message }: Refusal): void {
  send(response, { status, type: refusalType, content: `${message}\n`, headers: { connection: 'close' } });
}

/** Sends a refusal over a socket without an HTTP response object: invalid HTTP or a refused upgrade. */
export function refuseSocket(socket: Duplex, { status, message }: Refusal): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const content = `${message}\n`;
  const headers = {
    ...securityHeaders,
    connection: 'close',
    'content-type': refusalType,
    'content-length': String(Buffer.byteLength(content)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`, ...lines].join('\r\n');
  socket.once('finish', () => socket.destroy());
  socket.end(`${head}\r\n\r\n${content}`);
}
