import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './provenance.mjs';

const measuredFolder = path.join(root, 'docs/measured');

/** The measurements that are stored under a name; none: an empty object. */
export function readMeasured(name, folder = measuredFolder) {
  const file = path.join(folder, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/**
 * Stores measurements by section. Each replaces the whole section of its key; the other sections of the file stay.
 * @param {string} name
 * @param {Readonly<Record<string, object>>} sections
 */
export async function writeMeasured(name, sections, folder = measuredFolder) {
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ ...readMeasured(name, folder), ...sections });
  await writeFormatted(path.join(folder, `${name}.json`), text);
}

/** Writes a file in the format of the repository. A stopped process leaves the old file or the new one. */
export async function writeFormatted(file, text) {
  const formatted = await format(text, { ...(await resolveConfig(file)), filepath: file });
  writeFileSync(`${file}.part`, formatted);
  renameSync(`${file}.part`, file);
}
