import { _electron, expect, test } from '@playwright/test';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { RunStatus } from '../../engine/contract/runs';

/** An Electron executable, and the folder of the built application where it is not this one. */
const executablePath = process.env['STUDIO_ELECTRON'];
const application = process.env['STUDIO_ELECTRON_APP'] ?? '.';

test('the desktop window trains through the engine’s own process', async () => {
  test.skip(executablePath === undefined, 'STUDIO_ELECTRON names no Electron executable.');
  test.setTimeout(300_000);
  const runs = await mkdtemp(path.join(os.tmpdir(), 'studio-electron-'));
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [...root, path.resolve(application), `--runs=${runs}`],
  });
  const window = await app.firstWindow();
  await expect(window.getByText('Engine connected')).toBeVisible();
  await expect(window.locator('.react-flow__node[data-id="rmm"]')).toBeVisible();
  // The page has the engine's port and nothing else of Node or Electron.
  expect(await window.evaluate(() => ['studioHost', 'require', 'process'].map((name) => name in window))).toEqual([
    true,
    false,
    false,
  ]);
  await window.getByRole('button', { name: 'Train', exact: true }).click();
  const chart = window.getByTestId('loss-chart');
  await expect(chart).toHaveAttribute('aria-label', /, [2-9]\d* points/, { timeout: 60_000 });
  await window.getByRole('button', { name: 'Stop' }).click();
  await expect(window.getByTestId('run-state')).toHaveText('Stopped', { timeout: 180_000 });
  // Steps were recorded and ran in ONNX Runtime, whose native library Electron’s runtime has to load.
  const [run = '', ...others] = await readdir(runs);
  expect(others).toEqual([]);
  const { backend, state } = JSON.parse(await readFile(path.join(runs, run, 'run.json'), 'utf8')) as RunStatus;
  expect({ backend, state }).toEqual({ backend: 'onnx', state: 'stopped' });
  await app.close();
  await rm(runs, { recursive: true });
});
