import path from 'node:path';
import type { z } from 'zod';
import { isJsonObject, migrate, type Migrations } from '../../graph-nodes/graph/versioned';
import { RequestError } from '../contract/errors';
import { fitting, parseIn } from './read-file';

/**
 * A JSON file of the engine: its current version and schema, and the migrations from older versions. The schema is not
 * shared with the wire, so that a change of the wire does not change a file.
 */
export interface FileFormat<File> {
  readonly name: string;
  readonly version: number;
  /** Version of a file that states none; absent if every file states one. */
  readonly unstated?: number;
  readonly schema: z.ZodType<File>;
  readonly migrations: Migrations;
}

/**
 * Parses a file, or a line of it, and migrates it to the current version of its format.
 * @param line number of the line, for a file with one record per line
 * @throws {RequestError} if the content is not JSON, is of a newer version, or does not fit the schema
 */
export function readFormat<File>(
  format: FileFormat<File>,
  content: Uint8Array | string,
  folder: string,
  line: number | null = null,
): File {
  const { name, version: present, unstated, schema } = format;
  const place = { file: path.join(folder, name), line };
  const value = parseIn(content, place);
  if (!isJsonObject(value)) return fitting(schema, value, place);
  const version = typeof value['version'] === 'number' ? value['version'] : unstated;
  if (version === undefined) return fitting(schema, value, place);
  if (version > present) {
    throw new RequestError('refused', { code: 'newerFile', file: place.file, version, known: present });
  }
  return fitting(schema, migrate(value, version, format), place);
}
