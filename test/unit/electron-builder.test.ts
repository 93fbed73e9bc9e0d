import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openedEndings } from '../../electron/opened-files';

const require = createRequire(import.meta.url);
const schema = JSON.parse(readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8')) as object;
const configuration = load(readFileSync('electron-builder.yml', 'utf8')) as Record<string, unknown>;
const { main } = JSON.parse(readFileSync('package.json', 'utf8')) as { main: string };

/** electron-builder's own schema, which has formats and keywords of its own. */
const valid = (value: unknown) => {
  const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);
  return { ok: validate(value), errors: validate.errors ?? [] };
};

describe('the packaging of the desktop application', () => {
  it('is as electron-builder’s schema wants it', () => {
    expect(valid(configuration)).toEqual({ ok: true, errors: [] });
  });

  it('is really checked: a field that does not exist is refused', () => {
    expect(valid({ ...configuration, artefactName: 'x' }).ok).toBe(false);
    expect(valid({ ...configuration, mac: { target: 7 } }).ok).toBe(false);
  });

  it('covers Linux, Windows and macOS', () => {
    for (const platform of ['linux', 'win', 'mac']) expect(configuration).toHaveProperty([platform, 'target']);
  });

  it('packs what starts: the main script, the editor, the preload script', () => {
    expect(configuration['files']).toContain('dist/**');
    for (const file of [main, 'dist/renderer/index.html', 'dist/preload/preload.cjs', 'dist/node/electron-engine.js']) {
      expect(file.startsWith('dist/'), file).toBe(true);
      expect(existsSync(file), file).toBe(true);
    }
  });

  it('packs the licences, and shows them outside the archive', () => {
    expect(configuration['files']).toEqual(expect.arrayContaining(['LICENSE', 'NOTICE']));
    const outside = ['LICENSE', 'NOTICE', { from: 'dist/renderer/licences.json', to: 'licences.json' }];
    expect(configuration['extraResources']).toEqual(outside);
    for (const file of ['LICENSE', 'NOTICE', 'dist/renderer/licences.json']) expect(existsSync(file), file).toBe(true);
  });

  it('has an archive that is checked, and an executable that runs nothing else', () => {
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

  it('neither publishes nor updates', () => {
    expect(configuration['publish']).toBeNull();
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
    expect(Object.keys(dependencies)).not.toContain('electron-updater');
  });

  it('opens its own files with a double click, and JSON and zip only where the user asks for it', () => {
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

const { getNodeModuleFileMatcher } = require('app-builder-lib/out/fileMatcher.js') as {
  getNodeModuleFileMatcher: (
    appDir: string,
    destination: string,
    macroExpander: (pattern: string) => string,
    platformOptions: unknown,
    packager: unknown,
  ) => { createFilter(): (file: string, stat: unknown) => boolean };
};

/** Files of a folder of node_modules that electron-builder packs for a system, from the folder's own root. */
function packed(folder: string, platform: 'linux' | 'win' | 'mac', arch: 'x64' | 'arm64'): string[] {
  const root = process.cwd();
  const expand = (pattern: string) => pattern.replaceAll('${arch}', arch);
  const packager = { config: configuration, debugLogger: { isEnabled: false } };
  const filter = getNodeModuleFileMatcher(root, root, expand, configuration[platform], packager).createFilter();
  const from = path.join(root, 'node_modules', folder);
  return readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const stat = statSync(path.join(from, name));
    return stat.isFile() && filter(path.join(from, name), stat);
  });
}

const present = existsSync('node_modules/onnxruntime-node/bin');

describe.runIf(present).each([
  ['linux', 'x64', 'linux/x64'],
  ['linux', 'arm64', 'linux/arm64'],
  ['win', 'x64', 'win32/x64'],
  ['win', 'arm64', 'win32/arm64'],
  ['mac', 'arm64', 'darwin/arm64'],
] as const)('the package for %s %s', (platform, arch, own) => {
  it('has ONNX Runtime for that system alone', () => {
    const files = packed('onnxruntime-node', platform, arch).map((name) => name.split(path.sep).join('/'));
    const native = files.filter((name) => name.startsWith('bin/'));
    expect(native.length).toBeGreaterThan(1);
    expect(native.filter((name) => !name.startsWith(`bin/napi-v6/${own}/`))).toEqual([]);
    expect(native).toContain(`bin/napi-v6/${own}/onnxruntime_binding.node`);
    expect(files).toEqual(expect.arrayContaining(['package.json', 'dist/index.js']));
  });
});

it('leaves maps of sources and unused builds of ONNX Runtime out', () => {
  expect(packed('onnxruntime-web/dist', 'linux', 'x64').sort()).toEqual([
    'ort-wasm-simd-threaded.mjs',
    'ort-wasm-simd-threaded.wasm',
    'ort.node.min.js',
  ]);
  const maps = packed('zod', 'linux', 'x64').filter((name) => name.endsWith('.map'));
  expect(maps).toEqual([]);
});
