import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { filesOf, outsidePackages, runtimePackages, thisSystem, type System } from '../../build/packages/contents';
import { openedEndings } from '../../electron/opened-files';

const require = createRequire(import.meta.url);
const schema = JSON.parse(readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8')) as object;
const configuration = load(readFileSync('electron-builder.yml', 'utf8')) as Record<string, unknown>;
const { main } = JSON.parse(readFileSync('package.json', 'utf8')) as { main: string };

/** electron-builder's own schema, which has additional formats and keywords. */
const valid = (value: unknown) => {
  const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);
  return { ok: validate(value), errors: validate.errors ?? [] };
};

describe('the packaging of the desktop application', () => {
  it('fits electron-builder’s schema', () => {
    expect(valid(configuration)).toEqual({ ok: true, errors: [] });
  });

  it('is really checked: an unknown field is refused', () => {
    expect(valid({ ...configuration, artefactName: 'x' }).ok).toBe(false);
    expect(valid({ ...configuration, mac: { target: 7 } }).ok).toBe(false);
  });

  it('covers Linux, Windows and macOS', () => {
    for (const platform of ['linux', 'win', 'mac']) expect(configuration).toHaveProperty([platform, 'target']);
  });

  it('packs the complete staged application, and collects no packages', () => {
    expect(configuration['directories']).toMatchObject({ app: 'release/app', output: 'release' });
    expect(configuration['files']).toEqual([
      { from: '.', filter: ['**/*', '!node_modules'] },
      { from: 'node_modules', to: 'node_modules' },
    ]);
    for (const system of ['linux', 'win', 'mac']) expect(configuration[system]).not.toHaveProperty('files');
    for (const file of [main, 'dist/renderer/index.html', 'dist/preload/preload.cjs', 'dist/node/electron-engine.js']) {
      expect(existsSync(file), file).toBe(true);
    }
  });

  it('keeps files outside the archive that are read by path', () => {
    const unpacked = configuration['asarUnpack'] as string[];
    const native = Object.keys(runtimePackages(thisSystem)).filter((name) =>
      /^(onnxruntime-(node|web)|@resvg|dejavu)/.test(name),
    );
    for (const name of [...native, '@tensorflow/tfjs-backend-wasm']) {
      expect(
        unpacked.some((pattern) => `node_modules/${name}/x`.startsWith(pattern.replace('**', ''))),
        name,
      ).toBe(true);
    }
  });

  it('has the licence beside the archive, without a file of the editor', () => {
    // Files of this list are left out of the archive, so the editor would lack them.
    expect(configuration['extraResources']).toEqual(['LICENSE', 'NOTICE']);
    for (const file of ['LICENSE', 'NOTICE']) expect(existsSync(file), file).toBe(true);
    expect(configuration).not.toHaveProperty('extraFiles');
  });

  it('has a verified archive, and an executable that runs only this application', () => {
    expect(configuration['asar']).toBe(true);
    expect(configuration['electronFuses']).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('does not publish or update', () => {
    expect(configuration['publish']).toBeNull();
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
    expect(Object.keys(dependencies)).not.toContain('electron-updater');
  });

  it('opens its own files with a double click, and JSON and zip only on the user’s request', () => {
    const endings = (associations: unknown) => (associations as { ext: string; rank: string }[]).map(({ ext }) => ext);
    expect(endings(configuration['fileAssociations'])).toEqual(['mmgraph', 'mmstudy', 'mmrun']);
    const mac = configuration['mac'] as { fileAssociations: { ext: string; rank: string }[] };
    expect(mac.fileAssociations.map(({ ext, rank }) => [ext, rank])).toEqual([
      ['json', 'Alternate'],
      ['zip', 'Alternate'],
    ]);
    for (const ending of [...endings(configuration['fileAssociations']), ...endings(mac.fileAssociations)]) {
      expect(openedEndings).toContain(`.${ending}`);
    }
  });
});

/** Systems with packages. ONNX Runtime has no library for macOS on Intel. */
const systems: System[] = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'linux', arch: 'arm64' },
  { platform: 'win32', arch: 'x64' },
  { platform: 'win32', arch: 'arm64' },
  { platform: 'darwin', arch: 'arm64' },
];
const { packages: locked } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { os?: string[]; cpu?: string[] }>;
};
const resvg = (name: string) => name.startsWith('@resvg/resvg-js-');

describe.each(systems)('the libraries of $platform $arch', (system) => {
  const packages = runtimePackages(system);

  it('are those of ONNX Runtime for that system only', () => {
    const patterns = packages['onnxruntime-node'] ?? [];
    const native = filesOf('node_modules', 'onnxruntime-node', patterns).filter((file) => file.includes('/bin/'));
    const own = `onnxruntime-node/bin/napi-v6/${system.platform}/${system.arch}/`;
    expect(native.filter((file) => !file.startsWith(own))).toEqual([]);
    expect(native).toContain(`${own}onnxruntime_binding.node`);
    expect(native.length).toBeGreaterThan(1);
  });

  it('are those of resvg for that system only', () => {
    const names = Object.keys(packages).filter(resvg);
    expect(names).toHaveLength(1);
    expect(locked[`node_modules/${names[0] ?? ''}`]).toMatchObject({ os: [system.platform], cpu: [system.arch] });
  });

  it('have the same other files as on other systems', () => {
    const others = Object.entries(packages).filter(([name]) => !resvg(name) && name !== 'onnxruntime-node');
    const files = others.flatMap(([name, patterns]) => filesOf('node_modules', name, patterns));
    expect(files).toEqual(
      expect.arrayContaining([
        '@tensorflow/tfjs-core/dist/tf-core.node.js',
        '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
        'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
        'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
      ]),
    );
    expect(files.filter((file) => /\.(map|ts|md)$|\.node$/.test(file))).toEqual([]);
  });
});

it('lists the packages that the bundle imports, and refuses one that lacks a file', () => {
  expect(outsidePackages).toEqual(Object.keys(runtimePackages(thisSystem)));
  expect(() => filesOf('node_modules', 'zod', [/^none$/])).toThrow('zod has no file that matches /^none$/.');
  expect(() => filesOf('node_modules', 'no-package', [])).toThrow('The package no-package is not installed');
});

it('has a workflow for every system, whose commands exist', () => {
  const text = readFileSync('.github/workflows/release.yml', 'utf8');
  const { jobs } = load(text) as { jobs: Record<string, { strategy: { matrix: { os: string[] } } }> };
  const images = jobs['packages']?.strategy.matrix.os.map((image) => image.split('-')[0]);
  expect([...new Set(images)]).toEqual(['ubuntu', 'windows', 'macos']);
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
  expect(named).toEqual(expect.arrayContaining(['dist', 'portable', 'test:packages']));
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const tests = [...text.matchAll(/test\/unit\/[\w-]+\.test\.ts/g)].map(([file]) => file);
  expect(tests.filter((file) => !existsSync(file))).toEqual([]);
});
