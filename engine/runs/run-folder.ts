import { mkdir, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { formatDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { saveCheckpoint, type Checkpoint } from './checkpoint';
import { Appended, ensureFolder, explained, writeWhole } from '../files/atomic';
import { addMetric, metricLineFormat, runFileFormat, type Metrics } from './run-file';
import { lockFolder, type Lock, type RunProcess } from './lock';
import { readFormat } from '../files/file-format';
import { cannotRead } from '../files/read-file';
import { readInside, refuseLinks } from '../files/regular-file';
import { markNotBegun, removeUnfinished } from '../files/unfinished';
import { writeSafetensors, type NamedArray } from '../files/safetensors';

const metricsFile = metricLineFormat.name;

/**
 * A run on disk, for people and other tools: `graph.json`, `vocabulary.json` (words by token id and answers by class id, as
 * the weights know them), `run.json` (its state and result, from the start on), `metrics.jsonl` (one record a line, appended),
 * `checkpoints/` (with `stage-<n>.safetensors`, the final weights of the n-th stage), and once it is evaluated `predictions.json` (what was answered to every held-out question) and
 * `events.out.tfevents…` (the curves for TensorBoard). Whole files are written beside their place and then moved there. While
 * it is open, no other studio may open it.
 */
export class RunFolder {
  /** How far `metrics.jsonl` is true of the run as it stands, in bytes. */
  metrics = 0;
  /** Content of `metrics.jsonl` beyond there: steps after the checkpoint that a killed run resumes from; they are repeated. */
  private ahead: Buffer = Buffer.alloc(0);

  private readonly appended: Appended;
  /** Removes the mark of a new run; see {@link markNotBegun}. */
  private begin: (() => Promise<void>) | undefined;

  private constructor(
    readonly folder: string,
    private readonly lock: Lock,
  ) {
    this.appended = new Appended(this.metricsPath);
  }

  get id(): string {
    return path.basename(this.folder);
  }

  /**
   * Makes `<runs>/<name>`, or without a name `<runs>/<title>-seed<seed>-<n>` with the first n that is free.
   * @throws {RequestError} when it cannot be written
   */
  static async create(runsFolder: string, document: GraphDocument, seed: number, name?: string): Promise<RunFolder> {
    await explained(runsFolder, () => ensureFolder(runsFolder));
    for (let number = 1; ; number += 1) {
      const folder = path.join(runsFolder, name ?? `${slug(document.title)}-seed${seed}-${number}`);
      const made = await explained(folder, () =>
        mkdir(folder).then(
          () => true,
          (error: NodeJS.ErrnoException) => {
            if (name === undefined && error.code === 'EEXIST') return false;
            throw error;
          },
        ),
      );
      if (!made) continue;
      const run = await RunFolder.open(folder);
      try {
        run.begin = await explained(folder, () => markNotBegun(folder));
        await run.write('graph.json', formatDocument(document));
      } catch (error) {
        await run.discard();
        throw error;
      }
      return run;
    }
  }

  /**
   * Opens a run folder that is there, and removes what a killed process left unfinished in it.
   * @param owner the process that `run.json` names
   * @throws {RequestError} when another studio has it
   */
  static async open(folder: string, owner?: RunProcess): Promise<RunFolder> {
    const lock = await lockFolder(folder, owner);
    await removeUnfinished(folder, 1);
    return new RunFolder(folder, lock);
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    this.lock.assertHeld();
    await refuseLinks(this.folder, path.dirname(name));
    await writeWhole(path.join(this.folder, name), content);
    if (name !== runFileFormat.name) return;
    await this.begin?.();
    this.begin = undefined;
  }

  async writeJson(name: string, value: unknown): Promise<void> {
    await this.write(name, `${JSON.stringify(value, null, 2)}\n`);
  }

  /**
   * Adds lines to `metrics.jsonl`. Those that a killed run had written already are left as they are, so that no number is
   * lost while its steps are done again; where they do not come again as they were, they go.
   */
  async appendMetrics(lines: readonly unknown[]): Promise<void> {
    if (lines.length === 0) return;
    this.lock.assertHeld();
    const added = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    if (this.ahead.subarray(0, added.length).equals(added)) {
      this.ahead = this.ahead.subarray(added.length);
    } else {
      await this.cutAhead();
      await this.appended.add(added);
    }
    this.metrics += added.length;
  }

  /** Brings what was added to `metrics.jsonl` down to the disk, where a power cut leaves it. */
  async flushMetrics(): Promise<void> {
    if (this.metrics > 0) await this.appended.flush();
  }

  /** Takes off `metrics.jsonl` what does not belong to the run as it stands. */
  async cutAhead(): Promise<void> {
    if (this.ahead.length === 0) return;
    await explained(this.metricsPath, () => truncate(this.metricsPath, this.metrics));
    this.ahead = Buffer.alloc(0);
  }

  private get metricsPath(): string {
    return path.join(this.folder, metricsFile);
  }

  async writeCheckpoint(name: string, weights: ReadonlyMap<string, NamedArray>): Promise<void> {
    await this.write(path.join('checkpoints', `${name}.safetensors`), writeSafetensors(weights));
  }

  /** Writes the newest checkpoint; see checkpoint.ts. */
  async save(checkpoint: Checkpoint): Promise<void> {
    this.lock.assertHeld();
    await refuseLinks(this.folder, 'checkpoints');
    await saveCheckpoint(this.folder, checkpoint);
  }

  /** The reason why the metrics cannot be continued at a length: they are shorter, or no line ends there. Part of a sentence. */
  async metricsProblem(length: number): Promise<EngineMessage | undefined> {
    const bytes = await this.readMetrics();
    if (bytes.length < length) {
      return { code: 'metricsTooShort', file: metricsFile, expected: length, found: bytes.length };
    }
    if (length > 0 && bytes[length - 1] !== newline) {
      return { code: 'metricsLineBroken', file: metricsFile, bytes: length };
    }
    return undefined;
  }

  /**
   * Reads the metrics before a place, from which the run resumes. What was written after it, perhaps with a line torn by a
   * crash at its end, stays until its steps are done again.
   * @throws {RequestError} when a line before the place is not as this studio writes it
   */
  async continueMetrics(length: number): Promise<Metrics> {
    const bytes = await this.readMetrics();
    const lines = bytes.subarray(0, length).toString().split('\n').slice(0, -1);
    const metrics: Metrics = { steps: [], epochs: [] };
    lines.forEach((line, index) => {
      const record = readFormat(metricLineFormat, line, this.folder, index + 1);
      addMetric(record, metrics, { file: this.metricsPath, line: index + 1 });
    });
    this.ahead = bytes.subarray(length);
    this.metrics = length;
    return metrics;
  }

  private async readMetrics(): Promise<Buffer> {
    try {
      return await readInside(this.folder, metricsFile);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
      throw cannotRead(this.metricsPath, error);
    }
  }

  /** Removes the folder of a run that could not begin. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
  }

  /** Lets others open it. */
  async close(): Promise<void> {
    await this.appended.close();
    await this.lock.release();
  }
}

const newline = 0x0a;

/** Where studies lie in a runs folder, beside the runs. */
export const studiesName = 'studies';

/** Folder of the deleted runs in a runs folder; see trash.ts. */
export const trashName = '.trash';

/** True for names in a runs folder that no run has: the studies, the trash, and other hidden folders such as imports. */
export const isReservedName = (name: string): boolean => name === studiesName || name.startsWith('.');

/** A title as part of a file’s name. */
export function slug(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return plain || 'graph';
}
