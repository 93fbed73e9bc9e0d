import path from 'node:path';
import { RequestError } from '../contract/errors';
import { readFormat } from '../files/file-format';
import { cannotRead } from '../files/read-file';
import { readInside } from '../files/regular-file';
import { addMetric, metricLineFormat, type MetricLine } from './run-file';

/** Stored curves of a run. */
export interface StoredMetrics {
  readonly steps: readonly Extract<MetricLine, { type: 'step' }>[];
  readonly epochs: readonly Extract<MetricLine, { type: 'epoch' }>[];
}

/**
 * Reads `metrics.jsonl`. Truncated lines and lines of newer versions are skipped.
 * @throws {RequestError} if the file exists and cannot be read
 */
export async function readMetrics(folder: string): Promise<StoredMetrics> {
  const lines = parsed(await readLines(folder), folder);
  return {
    steps: lines.filter((line) => line.type === 'step'),
    epochs: lines.filter((line) => line.type === 'epoch'),
  };
}

/**
 * Reads the epochs of `metrics.jsonl` without parsing its steps, which are many more.
 * @throws {RequestError} if the file exists and cannot be read
 */
export async function readEpochs(folder: string): Promise<StoredMetrics['epochs']> {
  // The value of `type`; in a step, "epoch" is only a key.
  const lines = (await readLines(folder)).filter((line) => line.includes('"epoch",'));
  return parsed(lines, folder).filter((line) => line.type === 'epoch');
}

const parsed = (lines: readonly string[], folder: string): MetricLine[] =>
  lines.flatMap((line) => {
    try {
      return line === '' ? [] : [readFormat(metricLineFormat, line, folder)];
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return [];
    }
  });

/**
 * Checks `metrics.jsonl` of an ended run.
 * @throws {RequestError} with the first invalid line
 */
export async function requireMetrics(folder: string): Promise<void> {
  const lines = await readLines(folder);
  lines.forEach((text, index) => {
    const line = index + 1;
    if (text === '' && line === lines.length) return;
    const record = readFormat(metricLineFormat, text, folder, line);
    addMetric(record, { steps: [], epochs: [] }, { file: path.join(folder, metricLineFormat.name), line });
  });
}

async function readLines(folder: string): Promise<string[]> {
  try {
    return (await readInside(folder, metricLineFormat.name)).toString('utf8').split('\n');
  } catch (error) {
    if (error instanceof RequestError) throw error;
    // A run that was stopped before its first step has no metrics.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cannotRead(path.join(folder, metricLineFormat.name), error);
  }
}
