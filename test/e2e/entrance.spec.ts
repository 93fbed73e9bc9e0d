import { expect, test } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { EngineChild } from '../../engine/hosts/engine-child';
import { servePages } from '../../engine/hosts/page-server';
import { writeRedirectFile } from '../../engine/hosts/redirect-file';

test('a browser that is opened with the redirect file enters, and stores no token', async ({ page, context }) => {
  const runs = await mkdtemp(path.join(os.tmpdir(), 'studio-entrance-'));
  const engine = new EngineChild(runs);
  const folder = path.join(import.meta.dirname, '../../dist/renderer');
  const server = await servePages({ folder, ports: [0], onConnect: (port) => engine.connect(port) });
  const entrance = server.entrance();
  const redirect = await writeRedirectFile(entrance);
  await page.goto(pathToFileURL(redirect.file).href);
  await page.getByText('Engine connected').waitFor({ timeout: 60_000 });
  expect(page.url()).toBe(`${server.origin}/`);
  expect(await page.evaluate(() => [document.cookie, ...Object.values({ ...sessionStorage })].join())).not.toContain(
    new URL(entrance).searchParams.get('token'),
  );
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.reload();
  await page.getByText('Engine connected').waitFor();
  const second = await context.newPage();
  await second.goto(server.origin);
  await second.getByText('Engine connected').waitFor();
  // Another browser cannot use the address a second time.
  const stranger = await context.browser()?.newContext();
  const refused = await (await stranger?.newPage())?.goto(entrance);
  expect(refused?.status()).toBe(403);
  await stranger?.close();
  await page.close();
  await second.close();
  await engine.close();
  await server.close();
  await redirect.remove();
  await rm(runs, { recursive: true });
});
