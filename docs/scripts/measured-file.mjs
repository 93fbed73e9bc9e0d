import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './provenance.mjs';

const fileOf = (name) => path.join(root, 'docs/measured', `${name}.json`);

/** The measurements that are stored under a name; none: an empty object. */
export const readMeasured = (name) => (existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), 'utf8')) : {});

/** Stores measurements, and keeps those of other keys that the file already has. */
export async function writeMeasured(name, measurements) {
  mkdirSync(path.dirname(fileOf(name)), { recursive: true });
  await writeFormatted(fileOf(name), JSON.stringify({ ...readMeasured(name), ...measurements }));
}

/** Writes a file in the format of the repository. */
export async function writeFormatted(file, text) {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}
