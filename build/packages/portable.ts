import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytesBelow, nameOf, thisSystem } from './contents.ts';
import { readManifest, stage } from './stage.ts';

const isWindows = thisSystem.platform === 'win32';
const executable = isWindows ? 'node.exe' : 'node';

/** Commands at the top of the archive, with the arguments that each puts before its own. */
const commands: Readonly<Record<string, readonly string[]>> = { studio: [], 'gpu-check': ['gpu-check'] };

function launcher(words: readonly string[]): string {
  const before = words.map((word) => `${word} `).join('');
  return isWindows
    ? `@"%~dp0node\\node.exe" "%~dp0app\\bin\\studio.mjs" ${before}%*\r\n`
    : [
        '#!/bin/sh',
        '# A link to this file can be anywhere, for example in a folder of PATH.',
        'here=$(dirname "$(readlink -f "$0")")',
        `exec "$here/node/node" "$here/app/bin/studio.mjs" ${before}"$@"`,
        '',
      ].join('\n');
}

const readme = (name: string): string => `${name}

The studio's command line with all its libraries. No installation is needed.

  ./studio doctor              backends of this machine
  ./studio train GRAPH.json    train a graph; app/presets has some
  ./studio serve               the editor as a local page
  ./studio --help              all commands
  ./gpu-check                  compare this machine's GPU with its CPU

LICENSE and NOTICE are the studio's, node/LICENSE is Node's, app/dist/renderer/licences.json has those of all packages.
`;

/**
 * Locations of Node's licence relative to its executable: in its own archives, and in packages of Linux distributions.
 */
const licencePlaces = ['../LICENSE', 'LICENSE', '../share/doc/nodejs/LICENSE', '../share/doc/node/LICENSE'];

function copyNode(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const target = path.join(folder, executable);
  copyFileSync(process.execPath, target);
  chmodSync(target, 0o755);
  // Debug symbols are an eighth of it. Without “strip” it stays larger; on other systems they are in separate files.
  if (thisSystem.platform === 'linux') spawnSync('strip', [target], { stdio: 'ignore' });
  const beside = path.dirname(process.execPath);
  const licence = licencePlaces.map((place) => path.resolve(beside, place)).find((file) => existsSync(file));
  if (licence === undefined) {
    throw new Error('Node’s licence is not beside its executable; use Node from an archive of nodejs.org.');
  }
  copyFileSync(licence, path.join(folder, 'LICENSE'));
}

/** Packs a folder with tar and maximum xz compression; Windows' own tar writes a zip file. */
function pack(folder: string, archive: string): void {
  rmSync(archive, { force: true });
  const parts = ['-C', path.dirname(folder), path.basename(folder)];
  const parameters = isWindows ? ['-a', '-cf', archive, ...parts] : ['-cJf', archive, ...parts];
  const { status, error } = spawnSync('tar', parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { XZ_OPT: '-6 -T0', ...process.env },
  });
  if (status !== 0)
    throw new Error(`tar cannot write ${archive}: ${error?.message ?? `exit code ${status ?? 'none'}`}.`);
}

/** `npm run portable`: Node, the command line and this system's libraries in one archive. The studio must be built. */
export async function run(root: string): Promise<void> {
  const name = `missing-modality-studio-${readManifest(root).version}-${nameOf(thisSystem)}`;
  const output = path.join(root, 'release/portable');
  const folder = path.join(output, name);
  rmSync(folder, { recursive: true, force: true });
  await stage(root, path.join(folder, 'app'), { kind: 'terminal' });
  copyNode(path.join(folder, 'node'));
  for (const file of ['LICENSE', 'NOTICE']) cpSync(path.join(root, file), path.join(folder, file));
  for (const [command, words] of Object.entries(commands)) {
    writeFileSync(path.join(folder, isWindows ? `${command}.cmd` : command), launcher(words), { mode: 0o755 });
  }
  writeFileSync(path.join(folder, 'README.txt'), readme(name));
  const archive = `${folder}.${isWindows ? 'zip' : 'tar.xz'}`;
  pack(folder, archive);
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(
    `${path.relative(root, archive)}: ${megabytes(statSync(archive).size)}, unpacked ${megabytes(bytesBelow(folder))}.`,
  );
}
