import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAllowed, licenceOf } from '../../build/licence-rules';
import { checkLicences, packageOf, productionPackages, readLicences, type LicensedPackage } from '../../build/licences';

const root = path.resolve(import.meta.dirname, '../..');
const production = productionPackages(root);
const nameOf = (folder: string) => folder.replace(/^.*node_modules\//, '');

describe('allowed licences', () => {
  it.each(['MIT', 'MPL-2.0', '(MIT OR GPL-3.0-only)', 'Apache-2.0 AND BSD-3-Clause', 'MIT OR (GPL-2.0-only AND MIT)'])(
    'include %s',
    (expression) => expect(isAllowed(expression)).toBe(true),
  );

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'LGPL-2.1',
    'MIT AND GPL-3.0-only',
    '(MIT OR ISC) AND CC-BY-NC-4.0',
    'GPL-2.0-only WITH Classpath-exception-2.0',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE',
    'MIT OR',
    '(MIT',
    '',
  ])('do not include “%s”', (expression) => expect(isAllowed(expression)).toBe(false));

  it('are those of every package that is installed with the studio, on every system', () => {
    const packages = [...production].map(([folder, { license }]) => ({
      name: nameOf(folder),
      licence: licenceOf(nameOf(folder), license),
    }));
    expect(packages.length).toBeGreaterThan(200);
    expect(packages.map(({ name }) => name)).toContain('@resvg/resvg-js-darwin-arm64');
    expect(() => checkLicences(packages)).not.toThrow();
    expect(() => checkLicences([...packages, { name: 'copyleft', licence: 'GPL-3.0-only' }])).toThrow(
      'have licences that are not allowed: copyleft (GPL-3.0-only). Replace them.',
    );
    expect(() => checkLicences([{ name: 'silent', licence: '' }])).toThrow('silent (no licence)');
  });
});

describe('the package of a module', () => {
  it.each([
    ['/x/node_modules/react/index.js', 'node_modules/react'],
    ['/x/node_modules/@mantine/core/esm/index.mjs?v=1', 'node_modules/@mantine/core'],
    ['/x/node_modules/a/node_modules/@b/c/d.js', 'node_modules/a/node_modules/@b/c'],
    ['C:\\x\\node_modules\\zod\\index.js', 'node_modules/zod'],
    ['\0vite/preload-helper.js', 'node_modules/vite'],
    ['\0rolldown/runtime.js', 'node_modules/rolldown'],
    ['/x/renderer/main.ts', undefined],
  ])('of %s is %s', (module, folder) => expect(packageOf(module)).toBe(folder));
});

describe('licence texts', () => {
  it('are the files of a package, else the text of its licence with its author', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-licences-'));
    const add = (name: string, manifest: object, files: Record<string, string> = {}) => {
      const place = path.join(folder, 'node_modules', name);
      mkdirSync(place, { recursive: true });
      writeFileSync(path.join(place, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
      for (const [file, text] of Object.entries(files)) writeFileSync(path.join(place, file), text);
      return `node_modules/${name}`;
    };
    writeFileSync(path.join(folder, 'LICENSE'), 'MIT License\n\nCopyright (c) 2026 us\n\nPermission is granted');
    const folders = [
      add('with', { license: 'ISC' }, { 'LICENSE.md': 'Copyright (c) them', NOTICE: 'a notice', 'readme.md': 'no' }),
      add('without', { license: 'MIT', author: { name: 'A. Author' } }),
      add('isc', { license: 'ISC', author: 'B. Author <b@example.org>' }),
      'node_modules/not-installed',
    ];
    const texts = new Map(readLicences(folder, [...folders, ...folders]).map(({ name, text }) => [name, text]));
    expect([...texts.keys()]).toEqual(['isc', 'with', 'without']);
    expect(texts.get('with')).toBe('Copyright (c) them\n\na notice');
    expect(texts.get('without')).toContain('Copyright (c) A. Author\n\nPermission is granted');
    expect(texts.get('without')).not.toContain('us');
    expect(texts.get('isc')).toContain('Copyright (c) B. Author <b@example.org>');
    rmSync(folder, { recursive: true });
  });

  it('of all packages in the build are beside the editor', () => {
    const { version, licence, notice, packages } = JSON.parse(
      readFileSync(path.join(root, 'dist/renderer/licences.json'), 'utf8'),
    ) as { version: string; licence: string; notice: string; packages: LicensedPackage[] };
    const { version: own } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    expect(version).toBe(own);
    expect(licence).toMatch(/^MIT License\n\nCopyright \(c\) 2026 Missing Modality Studio contributors/);
    for (const name of [
      'DejaVu Sans',
      'FluidR3Mono_GM',
      'Mediabunny',
      'ONNX Runtime',
      'TensorFlow.js',
      'resvg',
      'Electron',
    ])
      expect(notice).toContain(name);
    // Of the window's bundle, of the modules that Node loads, and of the desktop application.
    const names = packages.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['react', '@xyflow/react', '@mantine/core', 'recharts', 'vite', 'zod', 'ws', 'electron']),
    );
    const font = packages.find(({ name }) => name.startsWith('FluidR3Mono_GM'));
    expect(font?.text).toMatch(/Frank Wen[^]*Michael Cowgill[^]*THE SOFTWARE IS PROVIDED/);
    const direct = Object.keys(
      (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { dependencies: object }).dependencies,
    );
    expect(names).toEqual(expect.arrayContaining(direct));
    for (const { name, text } of packages) expect(text.length, name).toBeGreaterThan(200);
    expect(() => checkLicences(packages)).not.toThrow();
  });
});
