import fc from 'fast-check';
import { mkdtemp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ClientPort } from '../../engine/hosts/engine-child';
import { contentPolicy } from '../../engine/hosts/page-answers';
import { parseRequest } from '../../engine/hosts/page-request';
import { servePages, type PageServer } from '../../engine/hosts/page-server';
import { deepestMessage, nestingExceeds } from '../../engine/hosts/page-socket';
import { writeRedirectFile } from '../../engine/hosts/redirect-file';
import { enter } from '../fixtures/entrance';

let folder: string;
let server: PageServer;
let host: string;
let port: number;
let cookie: string;
const connected: ClientPort[] = [];
const used: string[] = [];
beforeAll(async () => {
  const above = await mkdtemp(path.join(os.tmpdir(), 'studio-page-'));
  folder = path.join(above, 'editor');
  await mkdir(path.join(folder, 'assets'), { recursive: true });
  await writeFile(path.join(above, 'secret.txt'), 'secret');
  await writeFile(path.join(folder, 'index.html'), '<p>studio</p>');
  await writeFile(path.join(folder, 'assets', 'main.js'), 'void 0;');
  server = await servePages({
    folder,
    ports: [0],
    onConnect: (client) => {
      connected.push(client);
      // Returns every message after a JSON round trip, like the engine's process.
      client.onMessage((message) => client.send(JSON.parse(JSON.stringify(message))));
    },
    onEnter: (address) => used.push(address),
  });
  ({ host } = new URL(server.origin));
  port = Number(new URL(server.origin).port);
  cookie = await enter(server.entrance());
});
afterAll(async () => {
  await server.close();
  await rm(path.dirname(folder), { recursive: true });
});

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends raw bytes and reads the first response; undefined if the connection ends without one. */
function exchange(bytes: string | Buffer): Promise<Received | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
    const end = () => {
      socket.destroy();
      resolve(text === '' ? undefined : parse(text));
    };
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => {
      text += data;
      const { headers, body } = parse(text);
      if (text.includes('\r\n\r\n') && body.length >= Number(headers['content-length'] ?? Infinity)) end();
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

function parse(text: string): Received {
  const [head = '', ...bodies] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: bodies.join('\r\n\r\n'),
  };
}

interface Lines {
  readonly method?: string;
  readonly [header: string]: string | undefined;
}

function requestOf(target: string, { method = 'GET', ...headers }: Lines = {}): string {
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value ?? ''}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const handshake = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

async function answerTo(target: string, lines: Lines = {}): Promise<Received> {
  const answer = await exchange(requestOf(target, lines));
  if (!answer) throw new Error(`No answer to ${target}.`);
  return answer;
}

/** A WebSocket of a browser that has entered. */
function openSocket(headers: Record<string, string> = { cookie }): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${host}/engine`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
}

const echoOf = (socket: WebSocket, message: unknown): Promise<unknown> =>
  new Promise((resolve) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString())));
    socket.send(JSON.stringify(message));
  });

const closeCode = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', resolve);
  });

/** A client's masked frame with a mask of zeros. */
function frame(opcode: number, payload: string, isLast = true): Buffer {
  const head = Buffer.from([(isLast ? 0x80 : 0) | opcode, 0x80 | payload.length, 0, 0, 0, 0]);
  return Buffer.concat([head, Buffer.from(payload)]);
}

/** A raw connection after the WebSocket handshake. @returns it, and the close code of the server, or 1006 */
async function openRaw(): Promise<{ readonly socket: net.Socket; readonly code: Promise<number> }> {
  const socket = net.connect(port, '127.0.0.1');
  let received = Buffer.alloc(0);
  const code = new Promise<number>((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received[0] === 0x88 ? received.readUInt16BE(2) : 1006));
  });
  await new Promise<void>((resolve) => {
    socket.once('data', () => {
      socket.on('data', (data) => {
        received = Buffer.concat([received, Buffer.from(data)]);
      });
      resolve();
    });
    socket.write(requestOf('/engine', { ...handshake, Cookie: cookie }));
  });
  return { socket, code };
}

describe('the local page', () => {
  it('is shown to a browser that has entered', async () => {
    const page = await answerTo('/', { Cookie: cookie });
    expect(page).toMatchObject({ status: 200, body: '<p>studio</p>' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const script = await answerTo('/assets/main.js');
    expect(script).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } });
    const head = await exchange(requestOf('/', { method: 'HEAD', Cookie: cookie, Connection: 'close' }));
    expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '13' } });
  });

  it('is refused without the cookie', async () => {
    for (const Cookie of ['', 'a=b', `studio-${port}=guess`, cookie.replace('studio', 'other'), `${cookie}x`]) {
      expect(await answerTo('/', { Cookie })).toMatchObject({
        status: 403,
        body: expect.stringContaining('open the last address that the terminal printed'),
      });
      expect((await answerTo('/engine', { ...handshake, Cookie })).status).toBe(401);
    }
    expect((await answerTo('/?token=guess')).status).toBe(403);
  });

  it('serves only its own files', async () => {
    for (const wanted of ['/../secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/none.js', '/%', '/%00']) {
      const { status, body } = await answerTo(wanted);
      expect(status).toBe(404);
      expect(body).not.toContain('secret\n');
    }
  });

  it('names a port that is in use, and the command that builds the editor', async () => {
    await expect(servePages({ folder, ports: [port], onConnect: () => undefined })).rejects.toThrow(
      `port ${port} is in use`,
    );
    const empty = path.join(path.dirname(folder), 'empty');
    await mkdir(empty);
    await expect(servePages({ folder: empty, ports: [0], onConnect: () => undefined })).rejects.toThrow(
      'npm run build',
    );
  });

  it('is served at the same address each time, where a browser has its drafts, and elsewhere if that is in use', async () => {
    const serve = (ports: number[]) => servePages({ folder, ports, onConnect: () => undefined });
    const other = await serve([port, 0]);
    const free = Number(new URL(other.origin).port);
    expect(free).not.toBe(port);
    await other.close();
    for (let start = 0; start < 2; start += 1) {
      const again = await serve([free, 0]);
      expect(new URL(again.origin).port).toBe(String(free));
      await again.close();
    }
  });
});

describe('an entrance', () => {
  it('works once, and leaves a strict cookie and an address without a token', async () => {
    const entrance = server.entrance();
    const { pathname, search } = new URL(entrance);
    const first = await answerTo(`${pathname}${search}`);
    expect(first).toMatchObject({ status: 200, body: expect.stringContaining('content="0;url=/"') });
    expect(first.body).not.toContain('token');
    expect(first.headers['set-cookie']).toBe(`${cookie}; Path=/; HttpOnly; SameSite=Strict`);
    expect(used.at(-1)).toBe(entrance);
    expect(await answerTo(`${pathname}${search}`)).toMatchObject({
      status: 403,
      body: expect.stringContaining('Each address works once.'),
    });
    // The same browser can open the address from its history.
    expect((await answerTo(`${pathname}${search}`, { Cookie: cookie })).status).toBe(200);
  });

  it('is not consumed by a HEAD request', async () => {
    const { pathname, search } = new URL(server.entrance());
    expect((await exchange(requestOf(`${pathname}${search}`, { method: 'HEAD' })))?.status).toBe(403);
    expect((await answerTo(`${pathname}${search}`)).status).toBe(200);
  });

  it('is opened through a file that only this user can read', async () => {
    const entrance = server.entrance();
    const { file, remove } = await writeRedirectFile(entrance);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
    expect(file).not.toContain(new URL(entrance).searchParams.get('token'));
    expect(await readFile(file, 'utf8')).toContain(`content="0;url=${entrance}"`);
    await remove();
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });
});

const securityHeaders = {
  'content-security-policy': expect.stringMatching(/default-src 'self'.*form-action 'none'.*frame-ancestors 'none'/),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

describe('a hostile request', () => {
  const malformed: Record<string, string> = {
    'two slashes': 'GET // HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'three slashes': 'GET /// HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'a host after two slashes': 'GET //etc/passwd HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'half of an absolute target': 'GET http://[ HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'an absolute target with port 99999': 'GET http://127.0.0.1:99999/ HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'a backslash': 'GET /\\evil HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'a target of 3,000 characters': `GET /${'a'.repeat(3000)} HTTP/1.1\r\nHost: HOST\r\n\r\n`,
    'an asterisk': 'OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n',
    'port 99999 in Host': 'GET / HTTP/1.1\r\nHost: 127.0.0.1:99999\r\n\r\n',
    'a bracket in Host': 'GET / HTTP/1.1\r\nHost: [\r\n\r\n',
    'an empty Host': 'GET / HTTP/1.1\r\nHost: \r\n\r\n',
    'no Host': 'GET / HTTP/1.1\r\n\r\n',
    'two Hosts': 'GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n',
    'a bracket in Origin': 'GET / HTTP/1.1\r\nHost: HOST\r\nOrigin: http://[\r\n\r\n',
    'port 99999 in Origin': 'GET / HTTP/1.1\r\nHost: HOST\r\nOrigin: http://localhost:99999\r\n\r\n',
    'a body': 'GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\n\r\nhello',
    'text that is not HTTP': 'nonsense\r\n\r\n',
    'an upgrade to two slashes': `GET // HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    'an upgrade to half of a target': `GET http://[ HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  };
  it.each(Object.entries(malformed))('with %s gets status 400', async (_name, request) => {
    const answer = await exchange(request.replaceAll('HOST', host));
    expect(answer).toMatchObject({ status: 400, headers: securityHeaders });
    expect((await answerTo('/', { Cookie: cookie })).status).toBe(200);
  });

  it('has the headers of every other response, for any status', async () => {
    const requests: [number, string][] = [
      [200, requestOf('/', { Cookie: cookie })],
      [200, requestOf(new URL(server.entrance()).search.replace(/^/, '/'))],
      [401, requestOf('/engine', handshake)],
      [403, requestOf('/')],
      [403, requestOf('/', { Host: 'evil.example' })],
      [404, requestOf('/none')],
      [404, requestOf('/none', { ...handshake, Cookie: cookie })],
      [400, requestOf('/engine', { ...handshake, Cookie: cookie, 'Sec-WebSocket-Key': 'short' })],
      [405, requestOf('/', { method: 'DELETE' })],
      [405, requestOf('127.0.0.1:80', { method: 'CONNECT' })],
      [417, requestOf('/', { Expect: 'a miracle' })],
      [431, requestOf('/', { Long: 'x'.repeat(20_000) })],
    ];
    for (const [status, request] of requests) {
      expect(await exchange(request), request.slice(0, 100)).toMatchObject({ status, headers: securityHeaders });
    }
  });

  it('has the policy that the page itself declares for the desktop window', async () => {
    const page = await readFile(path.join(import.meta.dirname, '../../renderer/index.html'), 'utf8');
    expect(page).toContain(`content="${contentPolicy}"`);
  });

  it('under another name or port lists the requirements, as at the remote end of a tunnel', async () => {
    for (const Host of ['evil.example', `evil.example:${port}`, '127.0.0.1:9000', 'localhost', '[::1]:80']) {
      const { status, body } = await answerTo('/', { Host, Cookie: cookie });
      expect(status).toBe(403);
      expect(body).toContain(`The request is for ${Host}, but this server answers only for 127.0.0.1:${port}`);
      expect(body).toContain(`the local port must equal the remote port: ssh -L ${port}:127.0.0.1:${port}`);
    }
    expect((await answerTo('/', { Host: `LOCALHOST:${port}`, Cookie: cookie })).status).toBe(200);
  });

  it('of another web page is refused, even with the cookie', async () => {
    for (const Origin of ['http://evil.example', 'null', `https://${host}`, 'http://127.0.0.1:1']) {
      expect((await answerTo('/', { Origin, Cookie: cookie })).status).toBe(403);
      expect((await answerTo('/engine', { ...handshake, Origin, Cookie: cookie })).status).toBe(403);
    }
    const before = connected.length;
    const socket = await openSocket({ cookie, origin: `http://${host}` });
    expect(connected.length).toBe(before + 1);
    socket.terminate();
  });

  it('of any bytes never throws, and passes only as a path under the own name', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const values = fc.option(fc.array(fc.oneof(text, fc.constantFrom(host, `http://${host}`, '0'))), {
      nil: undefined,
    });
    const target = fc.oneof(
      text,
      fc.constantFrom('//', 'http://[', 'http://a:99999/'),
      text.map((end) => `/${end}`),
    );
    const headersDistinct = fc.record({
      host: fc.oneof(values, fc.constant<string[]>([host])),
      origin: values,
      cookie: values,
      'content-length': values,
    });
    fc.assert(
      fc.property(target, fc.constantFrom('GET', 'HEAD', 'PUT'), headersDistinct, (url, method, headers) => {
        const parsed = parseRequest({ url, method, headersDistinct: headers }, port);
        if ('status' in parsed) return [400, 403, 405].includes(parsed.status);
        return (
          url.startsWith(parsed.path) && /^\/(?!\/)/.test(url) && headers.host?.join() === host && method !== 'PUT'
        );
      }),
    );
  });

  it('of any request line and header gets a response or is closed, and the server continues', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const pieces = fc.constantFrom('//', '/', 'http://', '[', ':99999', '\\', '%', '\0', '?token=', host, ' ', '@');
    const odd = fc.array(fc.oneof(text, pieces), { maxLength: 6 }).map((parts) => parts.join(''));
    const method = fc.oneof(fc.constantFrom('GET', 'POST', 'CONNECT', 'PRI'), text);
    const upgrade = fc.constantFrom('', 'Connection: Upgrade\r\nUpgrade: websocket\r\n');
    await fc.assert(
      fc.asyncProperty(method, odd, odd, odd, upgrade, async (verb, url, name, origin, upgraded) => {
        const lines = `Host: ${name}\r\nOrigin: ${origin}\r\nConnection: close\r\n${upgraded}`;
        // A response to an incomplete request would be a timeout, so the line break ends it as a bad one.
        const answer = await exchange(Buffer.from(`${verb} ${url} HTTP/1.1\r\n${lines}\r\n\r\nx y\r\n\r\n`));
        expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400);
        if (answer) expect(answer.headers).toMatchObject(securityHeaders);
      }),
      { numRuns: 100 },
    );
    expect((await answerTo('/', { Cookie: cookie })).status).toBe(200);
  });
});

describe('a hostile connection', () => {
  /** Connection of another page, which must stay open. */
  let bystander: WebSocket;
  beforeAll(async () => {
    bystander = await openSocket();
  });
  afterAll(async () => {
    expect(await echoOf(bystander, { still: 'here' })).toEqual({ still: 'here' });
    bystander.terminate();
  });

  it('with a WebSocket protocol error is closed with 1002', async () => {
    const { socket, code } = await openRaw();
    socket.write(frame(0x3, 'reserved opcode'));
    expect(await code).toBe(1002);
  });

  it('with text that is not UTF-8 is closed with 1007', async () => {
    const { socket, code } = await openRaw();
    socket.write(Buffer.concat([frame(0x1, '').fill(0x81, 1, 2), Buffer.from([0xff])]));
    expect(await code).toBe(1007);
  });

  it('with a message over the size limit is closed with 1009', async () => {
    const { socket, code } = await openRaw();
    const head = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]);
    head.writeBigUInt64BE(BigInt(64 * 2 ** 20 + 1), 2);
    socket.write(head);
    expect(await code).toBe(1009);
  });

  it('with over 16,384 fragments is closed with 1008', async () => {
    const { socket, code } = await openRaw();
    const more = Array.from({ length: 16_384 }, () => frame(0x0, 'a', false));
    socket.write(Buffer.concat([frame(0x1, 'a', false), ...more]));
    expect(await code).toBe(1008);
  });

  it('with a message nested 200,000 deep is closed with 1008', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const socket = await openSocket();
      const code = closeCode(socket);
      socket.send(`${open.repeat(200_000)}1${close.repeat(200_000)}`);
      expect(await code).toBe(1008);
    }
  });

  it('with a binary message is closed with 1003', async () => {
    const socket = await openSocket();
    const code = closeCode(socket);
    socket.send(Buffer.from([1, 2, 3]));
    expect(await code).toBe(1003);
  });

  it('that resets after a refused upgrade, or in the middle of a message, ends alone', async () => {
    for (let round = 0; round < 20; round += 1) {
      const refused = net.connect(port, '127.0.0.1');
      refused.on('error', () => undefined);
      await new Promise<void>((resolve) => refused.write(requestOf('/engine', handshake), () => resolve()));
      refused.resetAndDestroy();
      const { socket } = await openRaw();
      socket.write(frame(0x1, 'half', false));
      socket.resetAndDestroy();
    }
    expect((await answerTo('/', { Cookie: cookie })).status).toBe(200);
  });

  it('is one of at most 128, and of at most 32 with a WebSocket', async () => {
    const idle: net.Socket[] = [];
    const dropped = new Promise<void>((resolve) => {
      for (let count = 0; count < 140; count += 1) {
        const socket = net.connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        socket.on('close', () => resolve());
        socket.resume();
        idle.push(socket);
      }
    });
    await dropped;
    const gone = idle.map(
      (socket) => new Promise((resolve) => (socket.destroyed ? resolve(0) : socket.on('close', resolve))),
    );
    idle.forEach((socket) => socket.destroy());
    await Promise.all(gone);
    await expect.poll(async () => (await exchange(requestOf('/none')))?.status).toBe(404);

    const pages: WebSocket[] = [];
    const refusal = await (async () => {
      for (;;) {
        const opened = await openSocket().catch((error: Error) => error.message);
        if (typeof opened === 'string') return opened;
        pages.push(opened);
      }
    })();
    expect(refusal).toContain('503');
    expect(pages.length).toBeLessThanOrEqual(31);
    pages.forEach((page) => page.terminate());
  });
});

describe('the nesting of a message', () => {
  it('is measured like in a parser, without brackets in strings', () => {
    const depth = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 8 }), (value, limit) => {
        const text = JSON.stringify(value);
        return nestingExceeds(text, limit) === depth(JSON.parse(text)) > limit;
      }),
    );
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(nestingExceeds(deep(deepestMessage), deepestMessage)).toBe(false);
    expect(nestingExceeds(deep(deepestMessage + 1), deepestMessage)).toBe(true);
    expect(nestingExceeds('"[[[[', 2)).toBe(false);
    expect(nestingExceeds('"\\"[[[[', 2)).toBe(false);
  });
});
