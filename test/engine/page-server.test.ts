import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { servePages, type PageServer } from '../../engine/hosts/page-server';

let folder: string;
let server: PageServer;
let connected = 0;
beforeAll(async () => {
  const above = await mkdtemp(path.join(os.tmpdir(), 'studio-page-'));
  folder = path.join(above, 'editor');
  await mkdir(path.join(folder, 'assets'), { recursive: true });
  await writeFile(path.join(above, 'secret.txt'), 'secret');
  await writeFile(path.join(folder, 'index.html'), '<p>studio</p>');
  await writeFile(path.join(folder, 'assets', 'main.js'), 'void 0;');
  server = await servePages({ folder, ports: [0], onConnect: () => (connected += 1) });
});
afterAll(async () => {
  await server.close();
  await rm(path.dirname(folder), { recursive: true });
});

/** One request with the path as it is given, which `fetch` would tidy up. */
function get(pathAndQuery: string, headers: Record<string, string> = {}) {
  const { port } = new URL(server.address);
  return new Promise<{ status: number | undefined; body: string; type: string | undefined }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: pathAndQuery, headers }, (response) => {
      let body = '';
      response.on('data', (data: Buffer) => {
        body += data.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode, body, type: response.headers['content-type'] }));
    })
      .on('error', reject)
      .end();
  });
}

const entrance = () => {
  const { pathname, search } = new URL(server.address);
  return `${pathname}${search}`;
};

function knock(query: string, headers: Record<string, string> = {}): Promise<'open' | 'refused'> {
  const url = new URL(server.address);
  const socket = new WebSocket(`ws://${url.host}/engine${query}`, { headers });
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('error', () => resolve('refused'));
  });
}

describe('the local page', () => {
  it('is shown to whoever has the address', async () => {
    expect(await get(entrance())).toMatchObject({
      status: 200,
      body: '<p>studio</p>',
      type: 'text/html; charset=utf-8',
    });
    expect(await get('/assets/main.js')).toMatchObject({ status: 200, type: 'text/javascript; charset=utf-8' });
  });

  it('is refused without its token', async () => {
    expect((await get('/')).status).toBe(403);
    expect((await get('/?token=guess')).status).toBe(403);
    expect(await knock('')).toBe('refused');
    expect(await knock('?token=guess')).toBe('refused');
  });

  it('is refused under another name, as a page that rebinds its own would use', async () => {
    expect((await get(entrance(), { host: 'evil.example' })).status).toBe(403);
    const { search } = new URL(server.address);
    expect(await knock(search, { origin: 'http://evil.example' })).toBe('refused');
    expect(connected).toBe(0);
    expect(await knock(search)).toBe('open');
    expect(connected).toBe(1);
  });

  it('gives out nothing but its own files', async () => {
    for (const wanted of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/assets/../../secret.txt',
      '//etc/passwd',
      '/none.js',
    ]) {
      const { status, body } = await get(wanted);
      expect(status).toBe(404);
      expect(body).not.toContain('secret\n');
    }
  });

  it('says so when its port is taken, or the editor is not built', async () => {
    const port = Number(new URL(server.address).port);
    await expect(servePages({ folder, ports: [port], onConnect: () => undefined })).rejects.toThrow(
      `port ${port} is taken`,
    );
    const empty = path.join(path.dirname(folder), 'empty');
    await mkdir(empty);
    await expect(servePages({ folder: empty, ports: [0], onConnect: () => undefined })).rejects.toThrow(
      'npm run build',
    );
  });

  it('is served at the same address again, where a browser has kept its drafts, and elsewhere while that is taken', async () => {
    const port = Number(new URL(server.address).port);
    const serve = (ports: number[]) => servePages({ folder, ports, onConnect: () => undefined });
    const other = await serve([port, 0]);
    const free = Number(new URL(other.address).port);
    expect(free).not.toBe(port);
    await other.close();
    for (let start = 0; start < 2; start += 1) {
      const again = await serve([free, 0]);
      expect(new URL(again.address).port).toBe(String(free));
      await again.close();
    }
  });
});
