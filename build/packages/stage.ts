import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { bundle, type BundleOptions } from './bundle.ts';
import { runtimeFiles, thisSystem } from './contents.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly homepage?: string;
}

export const readManifest = (root: string): Manifest =>
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;

/** Parts of the built studio and of the repository in every package, and those of the command line. */
const parts = ['dist/renderer', 'dist/page', 'dist/preload', 'presets', 'LICENSE', 'NOTICE'];
const terminalParts = ['bin/studio.mjs', 'test/bench/torch_step.py'];

export interface StageOptions extends BundleOptions {
  /** The command line is in the portable archive; the desktop application starts without it. */
  readonly kind: 'desktop' | 'terminal';
}

/**
 * Writes the application of a package: the editor, the bundled scripts, presets and this system's libraries. The studio must
 * be built.
 * @param root folder of package.json
 * @param folder replaced
 */
export async function stage(root: string, folder: string, { kind, ...options }: StageOptions): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await bundle(root, path.join(folder, 'dist/node'), scriptsOf(kind), options);
  for (const part of parts) {
    // The folder also contains the script that makes the presets; only documents are packed.
    const filter = (file: string) => !/\.(mjs|ts|map)$|README\.md$/.test(file);
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true, filter });
  }
  if (kind === 'terminal') {
    for (const part of terminalParts) cpSync(path.join(root, part), path.join(folder, part));
  }
  for (const file of runtimeFiles(path.join(root, 'node_modules'), thisSystem)) {
    cpSync(path.join(root, 'node_modules', file), path.join(folder, 'node_modules', file));
  }
  const { name, version, description, license, homepage } = readManifest(root);
  const type = options.format === 'cjs' ? 'commonjs' : 'module';
  const main = kind === 'desktop' ? 'dist/node/electron-main.js' : 'bin/studio.mjs';
  const manifest = { name, version, description, license, homepage, private: true, type, main };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Sizes of the application's icon for Linux desktops, in pixels; Windows and macOS use the largest one. */
const iconSizes = [32, 64, 128, 256, 512, 1024];

/** Draws the application's icon into a folder, one file for each size. */
export function drawIcons(root: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const svg = readFileSync(path.join(root, 'renderer/ui/icon.svg'), 'utf8');
  for (const size of iconSizes) {
    const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: size } });
    writeFileSync(path.join(folder, `${size}x${size}.png`), drawing.render().asPng());
  }
}

/** Scripts of `dist/node` for the terminal only, and for Electron only. */
const terminalScripts = ['studio', 'engine-process', 'page-process', 'bench-process'];
const desktopScripts = ['electron-main', 'electron-engine'];

const scriptsOf = (kind: StageOptions['kind']) => (name: string) =>
  !(kind === 'desktop' ? terminalScripts : desktopScripts).includes(name);
