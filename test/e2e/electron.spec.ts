import { _electron, expect, test, type ElectronApplication } from '@playwright/test';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { RunStatus } from '../../engine/contract/runs';
import { formatStudy } from '../../graph-nodes/study/document';
import { tinyStudy } from '../fixtures/studies';

/** An Electron executable, and the folder of the built application if it is another one. */
const executablePath = process.env['STUDIO_ELECTRON'];
const application = process.env['STUDIO_ELECTRON_APP'] ?? '.';

let folder: string;
let app: ElectronApplication;

/** Starts the application with a separate user folder. */
function launch(...parameters: string[]): Promise<ElectronApplication> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return _electron.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      ...root,
      `--user-data-dir=${path.join(folder, 'user')}`,
      path.resolve(application),
      `--runs=${path.join(folder, 'runs')}`,
      ...parameters,
    ],
  });
}

/** Runs a script in the window through the main process. */
const inWindow = (script: string): Promise<unknown> =>
  app.evaluate(
    ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
    script,
  );

test.describe('the desktop window', () => {
  test.skip(executablePath === undefined, 'STUDIO_ELECTRON names no Electron executable.');
  test.setTimeout(300_000);

  test.beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'studio-electron-'));
  });
  test.afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  test('trains in the engine’s own process', async () => {
    app = await launch();
    const window = await app.firstWindow();
    await expect(window.getByText('Engine connected')).toBeVisible();
    await expect(window.locator('.react-flow__node[data-id="rmm"]')).toBeVisible();
    // The page has the engine's port and no other part of Node or Electron.
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
    // Steps were recorded and executed in ONNX Runtime, whose native library Electron's runtime has to load.
    const runs = path.join(folder, 'runs');
    const [run = '', ...others] = await readdir(runs);
    expect(others).toEqual([]);
    const { backend, state } = JSON.parse(await readFile(path.join(runs, run, 'run.json'), 'utf8')) as RunStatus;
    expect({ backend, state }).toEqual({ backend: 'onnx', state: 'stopped' });
  });

  test('has the editor’s own scheme, opens files and reaches no other page', async () => {
    const preset = JSON.parse(await readFile('presets/orchestra-rmm.json', 'utf8')) as { title: string };
    const graph = path.join(folder, 'mine.mmgraph');
    await writeFile(graph, JSON.stringify({ ...preset, title: 'From a double click' }));
    app = await launch(graph);
    const window = await app.firstWindow();
    await expect(window.getByRole('textbox', { name: 'Title of the graph' })).toHaveValue('From a double click');
    expect(window.url()).toBe('studio://app/index.html');
    const reached = await window.evaluate(async () => {
      const reach = (address: string) =>
        fetch(address).then(
          ({ status }) => status,
          () => 'refused',
        );
      const opened = open('https://example.org') === null ? 'refused' : 'opened';
      const permission = await navigator.permissions.query({ name: 'geolocation' });
      return [
        opened,
        permission.state,
        await reach('./licences.json'),
        await reach('studio://app/..%2fpackage.json'),
        await reach('https://example.org'),
        await reach('file:///etc/hostname'),
      ];
    });
    expect(reached).toEqual(['refused', 'denied', 200, 404, 'refused', 'refused']);
    // Not through Playwright, which waits for the refused navigation.
    await inWindow("location.assign('https://example.org')");
    await inWindow("location.assign('studio://app/licences.json')");
    expect(await inWindow('location.href')).toBe('studio://app/index.html');
  });

  test('has a menu that controls the editor, with licences in About', async () => {
    app = await launch();
    const window = await app.firstWindow();
    await expect(window.getByText('Engine connected')).toBeVisible();
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('about')?.click());
    await expect(window.getByRole('row', { name: /^Electron/ })).toBeVisible();
    await window.getByRole('combobox', { name: /^Licences of the \d+ packages/ }).fill('@xyflow');
    await expect(window.getByRole('option', { name: /^@xyflow\/react .* MIT$/ })).toBeVisible();
  });

  test('continues training while the window is closed, and reloads it', async () => {
    app = await launch();
    const window = await app.firstWindow();
    await window.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(window.getByTestId('run-state')).toHaveText('Training', { timeout: 120_000 });
    await app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const loaded = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(undefined)));
      contents?.forcefullyCrashRenderer();
      await loaded;
    });
    const runState = 'document.querySelector("[data-testid=run-state]")?.textContent ?? ""';
    await expect.poll(() => inWindow(runState)).toBe('Training');
    const [run = ''] = await readdir(path.join(folder, 'runs'));
    const { state } = JSON.parse(await readFile(path.join(folder, 'runs', run, 'run.json'), 'utf8')) as RunStatus;
    expect(state).toBe('training');
  });

  test('trains the runs of a study in separate processes', async () => {
    const study = path.join(folder, 'tiny.mmstudy');
    await writeFile(study, formatStudy(tinyStudy({ ablation: {}, seeds: [1, 2] })));
    app = await launch(study);
    const window = await app.firstWindow();
    await window.getByRole('button', { name: 'Start', exact: true }).click();
    const card = window.getByRole('article', { name: 'Tiny study' });
    await expect(card).toContainText('2 of 2 done', { timeout: 120_000 });
    // Devices were tested in a process, too: the report on each is that of this machine.
    await window.keyboard.press('Escape');
    await window.getByRole('button', { name: /^Backend/ }).click();
    await expect(window.getByRole('menuitemradio', { name: /^onnx-webgpu/ })).not.toContainText('failed');
  });
});
