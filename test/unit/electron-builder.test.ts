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

  it('has the licence beside the archive, and none of the editor’s files', () => {
    // Files of this list are left out of the archive, so that the editor would lack them.
    expect(configuration['extraResources']).toEqual(['LICENSE', 'NOTICE']);
    for (const file of ['LICENSE', 'NOTICE']) expect(existsSync(file), file).toBe(true);
    expect(configuration).not.toHaveProperty('extraFiles');
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

type Filter = { createFilter(): (file: string, stat: unknown) => boolean };
type Expand = (pattern: string) => string;
const { getMainFileMatchers, getNodeModuleFileMatcher } = require('app-builder-lib/out/fileMatcher.js') as {
  getMainFileMatchers(
    from: string,
    to: string,
    expand: Expand,
    platform: unknown,
    packager: unknown,
    out: string,
  ): Filter[];
  getNodeModuleFileMatcher(from: string, to: string, expand: Expand, platform: unknown, packager: unknown): Filter;
};
const { getConfig } = require('app-builder-lib/out/util/config/config.js') as {
  getConfig(folder: string, file: string, options: null): Promise<Record<string, unknown>>;
};

type System = 'linux' | 'win' | 'mac';
const root = process.cwd();
/** The configuration as electron-builder reads it, which rewrites lists of files. */
const read = await getConfig(root, 'electron-builder.yml', null);
const info = { config: read, debugLogger: { isEnabled: false }, projectDir: root, buildResourcesDir: 'renderer' };

/** Files below a folder that electron-builder packs for a system. */
function packed(folder: string, system: System, arch: 'x64' | 'arm64'): string[] {
  const expand: Expand = (pattern) => pattern.replaceAll('${arch}', arch);
  const options = read[system];
  const matchers = folder.startsWith('node_modules/')
    ? [getNodeModuleFileMatcher(root, root, expand, options, info)]
    : getMainFileMatchers(root, root, expand, options, { info }, path.join(root, 'release'));
  const filters = matchers.map((matcher) => matcher.createFilter());
  const from = path.join(root, folder);
  return readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const file = path.join(from, name);
    const stat = statSync(file);
    return stat.isFile() && filters.some((filter) => filter(file, stat));
  });
}

it.each(['linux', 'win', 'mac'] as const)('packs the build and no sources on %s', (system) => {
  expect(packed('dist/node', system, 'x64')).toEqual(
    expect.arrayContaining(['electron-main.js', 'electron-engine.js']),
  );
  expect(packed('dist/renderer', system, 'x64')).toEqual(expect.arrayContaining(['index.html', 'licences.json']));
  expect(packed('presets', system, 'x64')).toContain('orchestra-rmm.json');
  for (const folder of ['engine/cli', 'electron', 'renderer/ui', 'test/unit', 'docs', 'build']) {
    expect(packed(folder, system, 'x64'), folder).toEqual([]);
  }
});

const present = existsSync('node_modules/onnxruntime-node/bin');

describe.runIf(present).each([
  ['linux', 'x64', 'linux/x64'],
  ['linux', 'arm64', 'linux/arm64'],
  ['win', 'x64', 'win32/x64'],
  ['win', 'arm64', 'win32/arm64'],
  ['mac', 'arm64', 'darwin/arm64'],
] as const)('the package for %s %s', (platform, arch, own) => {
  it('has ONNX Runtime for that system alone', () => {
    const files = packed('node_modules/onnxruntime-node', platform, arch).map((name) => name.split(path.sep).join('/'));
    const native = files.filter((name) => name.startsWith('bin/'));
    expect(native.length).toBeGreaterThan(1);
    expect(native.filter((name) => !name.startsWith(`bin/napi-v6/${own}/`))).toEqual([]);
    expect(native).toContain(`bin/napi-v6/${own}/onnxruntime_binding.node`);
    expect(files).toEqual(expect.arrayContaining(['package.json', 'dist/index.js']));
  });
});

it('leaves maps of sources and unused builds of ONNX Runtime out', () => {
  expect(packed('node_modules/onnxruntime-web/dist', 'linux', 'x64').sort()).toEqual([
    'ort-wasm-simd-threaded.mjs',
    'ort-wasm-simd-threaded.wasm',
    'ort.node.min.js',
  ]);
  const maps = packed('node_modules/zod', 'linux', 'x64').filter((name) => name.endsWith('.map'));
  expect(maps).toEqual([]);
});
