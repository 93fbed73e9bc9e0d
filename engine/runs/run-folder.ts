import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatDocument, type GraphDocument } from '../../graph-nodes/document';
import { writeSafetensors, type NamedArray } from './safetensors';

/**
 * A run on disk, for people and other tools: `graph.json`, `vocabulary.json` (words by token id and answers by class id, as
 * the weights know them), `run.json` (its state and result), `metrics.jsonl` (one record a line, appended) and
 * `checkpoints/`. Whole files are written beside their place and then moved there.
 */
export class RunFolder {
  private constructor(
    readonly id: string,
    readonly folder: string,
  ) {}

  /** Makes `<runs>/<name>`, or without a name `<runs>/<title>-seed<seed>-<n>` with the first n that is free. */
  static async create(runsFolder: string, document: GraphDocument, seed: number, name?: string): Promise<RunFolder> {
    await mkdir(runsFolder, { recursive: true });
    for (let number = 1; ; number += 1) {
      const id = name ?? `${slug(document.title)}-seed${seed}-${number}`;
      const folder = path.join(runsFolder, id);
      try {
        await mkdir(folder);
      } catch (error) {
        if (name === undefined && (error as NodeJS.ErrnoException).code === 'EEXIST') continue;
        throw error;
      }
      const run = new RunFolder(id, folder);
      await run.write('graph.json', formatDocument(document));
      return run;
    }
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeWhole(path.join(this.folder, name), content);
  }

  async writeJson(name: string, value: unknown): Promise<void> {
    await this.write(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  async appendMetrics(lines: readonly unknown[]): Promise<void> {
    if (lines.length === 0) return;
    await appendFile(
      path.join(this.folder, 'metrics.jsonl'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  }

  async writeCheckpoint(name: string, weights: ReadonlyMap<string, NamedArray>): Promise<void> {
    await this.write(path.join('checkpoints', `${name}.safetensors`), writeSafetensors(weights));
  }
}

/** Writes a file beside its place and moves it there, so that nobody finds a part of it. Its folder is made if need be. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}

/** A title as part of a file’s name. */
export function slug(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return plain || 'graph';
}
