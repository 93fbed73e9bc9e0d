import { expect, test } from '@playwright/test';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { filesBelow } from '../../build/packages/contents';
import type { RunStatus } from '../../engine/contract/runs';
import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyGraph } from '../fixtures/studies';
import { launch, missing, type DesktopApp } from './desktop-app';
import { hasCommand, runCommand } from './processes';

const name = 'missing-modality-studio';
const output = path.resolve('release/older');
const unpacked = path.join(output, 'linux-unpacked');

/** An AppImage for this processor; the built one starts with its runtime. */
const appImageRuntime = process.env['APPIMAGE'];
const appImageMissing =
  appImageRuntime === undefined
    ? 'APPIMAGE names no AppImage whose runtime can be used.'
    : hasCommand('mksquashfs')
      ? undefined
      : 'There is no mksquashfs.';

/** Maximum size of a package in bytes. */
const most = 180e6;

let folder: string;
let app: DesktopApp | undefined;

const builtFile = (ending: string): string => {
  const file = readdirSync(output).find((one) => one.endsWith(ending));
  if (file === undefined) throw new Error(`There is no ${ending} in ${output}.`);
  return path.join(output, file);
};

const start = async (executable: string, ...parameters: string[]): Promise<DesktopApp['page']> => {
  const own = [`--user-data-dir=${path.join(folder, 'user')}`, `--runs=${path.join(folder, 'runs')}`];
  app = await launch(executable, [...own, ...parameters]);
  await expect(app.page.getByText('Engine connected')).toBeVisible();
  return app.page;
};

const status = (): RunStatus => {
  const [run = ''] = readdirSync(path.join(folder, 'runs'));
  return JSON.parse(readFileSync(path.join(folder, 'runs', run, 'run.json'), 'utf8')) as RunStatus;
};

test.describe('the packaged desktop application', () => {
  test.skip(missing() !== undefined, missing());

  test.beforeAll(async () => {
    const electron = path.resolve(process.env['ELECTRON_DIST'] ?? '');
    const script = ['build/packages/run.mjs', '../../test/packages/older-desktop', electron, output];
    const runtime = appImageMissing === undefined ? [appImageRuntime ?? ''] : [];
    const { status: code, stdout, stderr } = await runCommand(process.execPath, [...script, ...runtime]);
    expect(code, stdout + stderr).toBe(0);
  });
  test.beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'studio-packaged-'));
  });
  test.afterEach(async () => {
    await app?.kill();
    app = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  test('contains only the staged files', async () => {
    const require = createRequire(import.meta.url);
    const asar = require('@electron/asar') as { listPackage(archive: string, options: object): string[] };
    const archive = path.join(unpacked, 'resources/app.asar');
    const staged = filesBelow(path.join(output, 'app'));
    const folders = new Set(
      staged.flatMap((file) => file.split('/').map((_, end, parts) => parts.slice(0, end).join('/'))),
    );
    const packed = asar
      .listPackage(archive, {})
      .map((file) => file.slice(1))
      .filter((file) => !folders.has(file));
    // Licence and notice are beside the archive.
    expect(packed.sort()).toEqual(staged.filter((file) => file !== 'LICENSE' && file !== 'NOTICE').sort());
    expect(readdirSync(path.join(unpacked, 'resources'))).toEqual(expect.arrayContaining(['LICENSE', 'NOTICE']));
    expect(readdirSync(path.join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'ko.pak']);
  });

  test('opens a graph, trains it, is killed, resumes the run and saves to the opened file', async () => {
    const file = path.join(folder, 'mine.mmgraph');
    writeFileSync(file, formatDocument({ ...tinyGraph({ epochs: 2000 }), title: 'Packaged' }));
    const executable = path.join(unpacked, name);
    let page = await start(executable, file);
    expect(page.url()).toBe('studio://app/index.html');
    await expect(page.getByRole('textbox', { name: 'Title of the graph' })).toHaveValue('Packaged');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect(page.getByTestId('loss-chart')).toHaveAttribute('aria-label', /, [2-9]\d* points/);
    await expect.poll(() => status().step).toBeGreaterThan(10);
    await app?.kill();
    const killed = status();
    expect(['training', 'evaluating']).toContain(killed.state);
    // The native library is in the package.
    expect(killed.backend).toBe('onnx');

    page = await start(executable, file);
    await page.getByRole('button', { name: 'Experiments' }).click();
    const row = page.getByRole('table', { name: 'Runs' }).getByRole('row').filter({ hasText: 'Packaged' });
    await expect(row).toContainText('Interrupted');
    await row.getByRole('button', { name: /^Resume / }).click();
    await expect.poll(() => status().step).toBeGreaterThan(killed.step);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => status().state, { timeout: 180_000 }).toBe('stopped');

    await page.getByRole('textbox', { name: 'Title of the graph' }).fill('Saved from the package');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(() => (JSON.parse(readFileSync(file, 'utf8')) as { title: string }).title)
      .toBe('Saved from the package');
  });

  test('starts from an AppImage', async () => {
    test.skip(appImageMissing !== undefined, appImageMissing);
    const file = builtFile('.AppImage');
    expect(statSync(file).size).toBeLessThan(most);
    // Mounting it needs FUSE; the runtime can also unpack it.
    const { status: code, stderr } = await runCommand(file, ['--appimage-extract'], { cwd: folder });
    expect(code, stderr).toBe(0);
    const desktopFile = path.join(folder, 'squashfs-root', `${name}.desktop`);
    expect((await runCommand('desktop-file-validate', [desktopFile])).stdout).toBe('');
    await start(path.join(folder, 'squashfs-root/AppRun'));
  });

  test('is installed and removed by dpkg, and leaves no files', async () => {
    test.skip(process.getuid?.() !== 0, 'dpkg installs for root alone.');
    const file = builtFile('.deb');
    const installed = () => existsSync('/opt/Missing-Modality Studio');
    expect(installed(), 'The application is installed already.').toBe(false);
    const { stdout: listed } = await runCommand('dpkg-deb', ['--contents', file]);
    const files = listed.split('\n').flatMap((line) => /\s\.(\/\S.*[^/])$/.exec(line)?.[1] ?? []);
    expect(files).toEqual(
      expect.arrayContaining([
        `/opt/Missing-Modality Studio/${name}`,
        `/usr/share/applications/${name}.desktop`,
        `/usr/share/mime/packages/${name}.xml`,
        `/usr/share/icons/hicolor/512x512/apps/${name}.png`,
      ]),
    );
    // The check of the package's own files does not need the libraries of a desktop.
    const install = await runCommand('dpkg', ['--install', '--force-depends', file]);
    try {
      expect(install.status, install.stderr).toBe(0);
      expect(files.filter((one) => !existsSync(one))).toEqual([]);
      await start(`/usr/bin/${name}`);
      await app?.kill();
    } finally {
      const remove = await runCommand('dpkg', ['--purge', name]);
      expect(remove.status, remove.stderr).toBe(0);
    }
    expect(files.filter((one) => existsSync(one))).toEqual([]);
    expect([installed(), existsSync(`/usr/bin/${name}`)]).toEqual([false, false]);
    expect((await runCommand('dpkg-query', ['--status', name])).status).toBe(1);
  });
});
