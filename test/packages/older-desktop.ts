import { build, type Configuration } from 'electron-builder';
import { load } from 'js-yaml';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { drawIcons, stage } from '../../build/packages/stage.ts';

/**
 * Bytes of an AppImage before its file system: the program that mounts it. They form an ELF file, which ends with its
 * table.
 */
function runtimeOf(appImage: string): Buffer {
  const bytes = readFileSync(appImage);
  const table = Number(bytes.readBigUInt64LE(0x28));
  return bytes.subarray(0, table + bytes.readUInt16LE(0x3a) * bytes.readUInt16LE(0x3c));
}

/** A folder of tools in the layout of electron-builder, with those of this machine. */
function toolsFrom(appImage: string, folder: string): string {
  const own = path.join(folder, `linux-${process.arch}`);
  mkdirSync(own, { recursive: true });
  mkdirSync(path.join(folder, 'lib', process.arch), { recursive: true });
  symlinkSync('/usr/bin/mksquashfs', path.join(own, 'mksquashfs'));
  symlinkSync('/usr/bin/desktop-file-validate', path.join(own, 'desktop-file-validate'));
  writeFileSync(path.join(folder, `runtime-${process.arch}`), runtimeOf(appImage));
  return folder;
}

/**
 * Builds the desktop application like `npm run dist`, with the Electron of a folder, which can be older. Scripts are
 * CommonJS, and missing functions are added. The other configuration is that of the release.
 * @param parameters folder of an unpacked Electron, folder of the output, an AppImage whose runtime is used
 */
export async function run(root: string, [electronDist = '', folder = '', appImage]: string[]): Promise<void> {
  const output = path.resolve(root, folder);
  rmSync(output, { recursive: true, force: true });
  const app = path.join(output, 'app');
  await stage(root, app, {
    kind: 'desktop',
    format: 'cjs',
    target: 'node16',
    banner: "require('../../older-electron.cjs');",
  });
  drawIcons(root, path.join(root, 'release/icons'));
  const additions = path.join(root, 'test/packages/older-electron');
  copyFileSync(path.join(additions, 'node.cjs'), path.join(app, 'older-electron.cjs'));
  copyFileSync(path.join(additions, 'page.js'), path.join(app, 'dist/renderer/older-electron.js'));
  const page = path.join(app, 'dist/renderer/index.html');
  const html = readFileSync(page, 'utf8');
  writeFileSync(page, html.replace('<script', '<script src="./older-electron.js"></script><script'));

  const configuration = load(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8')) as Configuration;
  // Electron 22 has no such fuse.
  delete configuration.electronFuses?.grantFileProtocolExtraPrivileges;
  process.env['CUSTOM_FPM_PATH'] = path.join(root, 'test/packages/fpm.mjs');
  chmodSync(process.env['CUSTOM_FPM_PATH'], 0o755);
  if (appImage) process.env['APPIMAGE_TOOLS_PATH'] = toolsFrom(appImage, path.join(output, 'tools'));
  const changed: Configuration = {
    ...configuration,
    directories: { ...configuration.directories, app, output },
    extraMetadata: { homepage: 'https://example.org' },
    electronDist,
    electronVersion: readFileSync(path.join(electronDist, 'version'), 'utf8').trim().replace(/^v/, ''),
  };
  // A file, because an object would be merged with electron-builder.yml.
  const file = path.join(output, 'electron-builder.json');
  writeFileSync(file, JSON.stringify(changed));
  await build({ projectDir: root, linux: appImage ? ['AppImage', 'deb'] : ['deb'], config: file });
}
