import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { moduleMark, normalisedCode } from './normalised-code.ts';

/**
 * Code that can change the numbers of a run: model, layers, node kinds, recorder, backends, training, datasets. A run is
 * trained again when this code changes, so a folder without influence on numbers is left out.
 */
export const numberFolders = {
  folders: ['graph-nodes', 'engine/model', 'engine/recorder', 'engine/backends', 'engine/training', 'engine/data'],
  except: ['graph-nodes/study', 'graph-nodes/picture', 'graph-nodes/datasets/orchestra/sound'],
} as const;

/** Files of tests, of type declarations, and of translations. */
const ignored = /\.(test|d)\.ts$|(^|\/)ko\.ts$/;

/** Files whose texts are data: questions and answers that the models are trained on. */
const textsAreData = /(^|\/)(templates|answers)\.ts$/;

/** Packages that compute numbers. */
export const numericPackages = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-node-gpu',
  'onnxruntime-common',
  'onnxruntime-node',
  'onnxruntime-web',
] as const;

/** TypeScript sources by path from the package's root, with “/” on every system. */
export type Sources = ReadonlyMap<string, string>;

/** Reads the sources of {@link numberFolders}. @param root the package's root */
export function readSources(root: string): Map<string, string> {
  const { folders, except } = numberFolders;
  const excluded = (name: string) => except.some((folder) => name.startsWith(`${folder}/`));
  const names = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.posix.join(folder, name.split(path.sep).join('/')),
    ),
  );
  const sources = names.filter((name) => name.endsWith('.ts') && !ignored.test(name) && !excluded(name));
  return new Map(sources.map((name) => [name, readFileSync(path.join(root, name), 'utf8')]));
}

/** Locked versions of the numeric packages; the same on every machine, independent of the installed ones. */
export function readVersions(root: string): Record<string, string> {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string } | undefined>;
  };
  return Object.fromEntries(
    numericPackages.map((name) => [name, lock.packages[`node_modules/${name}`]?.version ?? 'absent']),
  );
}

/**
 * SHA-256 over code and versions, as hexadecimal digits. Comments, types, formatting, human texts and paths of files do
 * not change it: it is a digest of the sorted digests of the files, in which an import is represented by the content of
 * its target.
 */
export function digestOf(sources: Sources, versions: Readonly<Record<string, string>>): string {
  const codes = [...sources].map(([name, source]) => {
    const folder = path.posix.dirname(name);
    const target = (specifier: string) => resolved(sources, path.posix.join(folder, specifier));
    return [name, normalisedCode(name, source, { keepTexts: textsAreData.test(name), target })] as const;
  });
  const own = new Map(codes.map(([name, code]) => [name, sha256(code.replaceAll(moduleMark, ''))]));
  const linked = codes.map(([, code]) => sha256(code.replaceAll(moduleMark, (_, name: string) => own.get(name) ?? '')));
  return sha256([...linked.sort(), JSON.stringify(Object.entries(versions).sort())].join('\n'));
}

/** The source that a relative import without an extension names; empty if it is not among the sources. */
const resolved = (sources: Sources, name: string): string =>
  [name, `${name}.ts`, `${name}/index.ts`].find((candidate) => sources.has(candidate)) ?? '';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const moduleId = 'virtual:numbers-digest';

/** Provides the digest of this package as the module `virtual:numbers-digest`. */
export function numbersDigest(root: string): Plugin {
  let digest: string | undefined;
  return {
    name: 'numbers-digest',
    resolveId: (id) => (id === moduleId ? `\0${moduleId}` : undefined),
    load(id) {
      if (id !== `\0${moduleId}`) return undefined;
      digest ??= digestOf(readSources(root), readVersions(root));
      return `export const numbersDigest = ${JSON.stringify(digest)};`;
    },
  };
}
