import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Target system of a package, by Node's names. */
export interface System {
  readonly platform: 'linux' | 'win32' | 'darwin';
  readonly arch: 'x64' | 'arm64';
}

export const thisSystem = { platform: process.platform, arch: process.arch } as System;

export const nameOf = ({ platform, arch }: System): string => `${platform}-${arch}`;

/** Native builds of resvg, by system. */
const resvgBuilds: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64-gnu',
  'linux-arm64': 'linux-arm64-gnu',
  'win32-x64': 'win32-x64-msvc',
  'win32-arm64': 'win32-arm64-msvc',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
};

/**
 * Files of the packages that stay outside the bundle, by package: native libraries, files that are read by path, and
 * TensorFlow.js, so that a binding of `studio build-tensorflow` finds its version. All other code is in the bundle.
 */
export function runtimePackages(system: System): Readonly<Record<string, readonly RegExp[]>> {
  const onnxRuntime = `bin/napi-v6/${system.platform}/${system.arch}/`;
  return {
    '@tensorflow/tfjs-core': [/^dist\/tf-core\.node\.js$/],
    '@tensorflow/tfjs-layers': [/^dist\/tf-layers\.node\.js$/],
    '@tensorflow/tfjs-backend-cpu': [/^dist\/tf-backend-cpu\.node\.js$/],
    '@tensorflow/tfjs-backend-wasm': [/^dist\/tf-backend-wasm\.node\.js$/, /^dist\/[^/]*\.wasm$/],
    seedrandom: [/^(index|seedrandom)\.js$/, /^lib\/[^/]*(?<!\.min)\.js$/],
    'onnxruntime-common': [/^dist\/cjs\/.*\.js$/, /^dist\/cjs\/package\.json$/],
    'onnxruntime-node': [/^dist\/[^/]*\.js$/, new RegExp(`^${onnxRuntime}[^/]+$`)],
    'onnxruntime-web': [/^dist\/(ort\.node\.min\.js|ort-wasm-simd-threaded\.(mjs|wasm))$/],
    '@resvg/resvg-js': [/^(index|js-binding)\.js$/],
    [`@resvg/resvg-js-${resvgBuilds[nameOf(system)] ?? nameOf(system)}`]: [/^resvgjs\.[\w-]+\.node$/],
    'dejavu-fonts-ttf': [/^ttf\/DejaVuSans(-Bold|-Oblique)?\.ttf$/],
  };
}

/** Names of all packages that the bundle imports at run time, on any system. */
export const outsidePackages: readonly string[] = Object.keys(runtimePackages(thisSystem));

/**
 * Paths of the files of a package that match patterns, and of its package.json.
 * @param modules folder of packages
 * @throws if it is not installed or lacks a file, so that a new version cannot drop one unnoticed
 */
export function filesOf(modules: string, name: string, patterns: readonly RegExp[]): string[] {
  const folder = path.join(modules, name);
  if (!existsSync(folder)) throw new Error(`The package ${name} is not installed; run “npm ci” on this system.`);
  const files = filesBelow(folder);
  for (const pattern of patterns) {
    if (!files.some((file) => pattern.test(file)))
      throw new Error(`${name} has no file that matches ${String(pattern)}.`);
  }
  return files
    .filter((file) => file === 'package.json' || patterns.some((pattern) => pattern.test(file)))
    .map((file) => `${name}/${file}`);
}

/** Paths of the files of {@link runtimePackages} below a folder of packages, sorted. @throws as {@link filesOf} */
export const runtimeFiles = (modules: string, system: System): string[] =>
  Object.entries(runtimePackages(system))
    .flatMap(([name, patterns]) => filesOf(modules, name, patterns))
    .sort();

/** Paths of all files below a folder, with “/” on every system. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => name.split(path.sep).join('/'));

/** Bytes of all files below a folder. */
export const bytesBelow = (folder: string): number =>
  filesBelow(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
