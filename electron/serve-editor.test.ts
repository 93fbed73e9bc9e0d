import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editorAddress } from './editor-address';
import { serveEditor } from './serve-editor';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-editor-'));
  await writeFile(path.join(folder, 'index.html'), '<p>editor</p>');
  await writeFile(path.join(folder, 'notes.exe'), 'x');
});
afterAll(() => rm(folder, { recursive: true }));

const get = (url: string, method = 'GET') => serveEditor({ url, method }, folder);

describe('the scheme of the editor', () => {
  it('serves the editor with its type', async () => {
    const answer = await get(editorAddress);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await answer.text()).toBe('<p>editor</p>');
  });

  it.each([
    [404, 'studio://app/other.html', 'GET'],
    [404, 'studio://app/notes.exe', 'GET'],
    [404, 'studio://app/..%2findex.html', 'GET'],
    [404, 'studio://other/index.html', 'GET'],
    [405, editorAddress, 'POST'],
  ])('answers %i to %s %s', async (status, url, method) => {
    expect((await get(url, method)).status).toBe(status);
  });

  it('sends the content security policy with every answer, without unsafe scripts or other origins', async () => {
    for (const url of [editorAddress, 'studio://app/none.html']) {
      const { headers } = await get(url);
      const policy = new Map(
        (headers.get('content-security-policy') ?? '').split(';').map((rule) => {
          const [name = '', ...sources] = rule.trim().split(' ');
          return [name, sources] as const;
        }),
      );
      expect(policy.get('default-src')).toEqual(["'self'"]);
      expect(policy.get('connect-src')).toEqual(["'self'"]);
      expect(policy.has('script-src')).toBe(false);
      for (const name of ['object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
        expect(policy.get(name), name).toEqual(["'none'"]);
      }
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});
