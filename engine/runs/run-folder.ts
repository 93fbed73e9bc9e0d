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
 * The folder of a run on disk:
 *
 * - `graph.json`;
 * - `vocabulary.json`: words by token id and answers by class id, in the order of the weights;
 * - `run.json`: state and result, from the start of the run;
 * - `metrics.jsonl`: one record per line, appended;
 * - `checkpoints/`: the final weights of stage n are `stage-<n>.safetensors`, the weights of a kept epoch `epoch-<n>.safetensors`;
 * - `predictions.json`: the predictions for every held-out question, after the evaluation;
 * - `events.out.tfevents…`: the curves for TensorBoard, after the evaluation.
 *
 * Whole files are written beside their place and then renamed. An open folder is locked for other studios.
 */
export class RunFolder {
  /** Length of the valid part of `metrics.jsonl`, in bytes. */
  metrics = 0;
  /**
   * Content of `metrics.jsonl` beyond that length: steps after the checkpoint from which a killed run resumes. They are
   * repeated.
   */
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
   * Creates `<runs>/<name>`, or without a name `<runs>/<title>-seed<seed>-<n>` with the first free n.
   * @throws {RequestError} if it cannot be written
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
   * Opens an existing run folder, and removes unfinished files of a killed process.
   * @param owner the process in `run.json`
   * @throws {RequestError} if another studio uses it
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
   * Adds lines to `metrics.jsonl`. Equal lines that a killed run already wrote are kept, so that no number is lost
   * while its steps are repeated. Different ones are removed.
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

  /** Flushes new lines of `metrics.jsonl` to disk, so that they survive a power failure. */
  async flushMetrics(): Promise<void> {
    if (this.metrics > 0) await this.appended.flush();
  }

  /** Removes the invalid end of `metrics.jsonl`. */
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

  /**
   * Reason why the metrics cannot be continued at a length: they are shorter, or no line ends there. Part of a
   * sentence.
   */
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
   * Reads the metrics up to the length at which the run resumes. Later lines, of which the last may be truncated, are
   * kept until their steps are repeated.
   * @throws {RequestError} if an earlier line is invalid
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

  /** Removes the folder of a run that failed to start. */
  async discard(): Promise<void> {
    await this.close();
    await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
  }

  /** Releases the lock. */
  async close(): Promise<void> {
    await this.appended.close();
    await this.lock.release();
  }
}

const newline = 0x0a;

/** Folder of the studies in a runs folder. */
export const studiesName = 'studies';

/** Folder of the deleted runs in a runs folder; see trash.ts. */
export const trashName = '.trash';

/** True for reserved names in a runs folder: the studies, the trash, and hidden folders such as imports. */
export const isReservedName = (name: string): boolean => name === studiesName || name.startsWith('.');

/** Converts a title to a part of a file name. */
export function slug(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return plain || 'graph';
}
