import path from 'node:path';
import { RequestError } from '../contract/errors';
import { readFormat } from '../files/file-format';
import { cannotRead } from '../files/read-file';
import { readInside } from '../files/regular-file';
import { addMetric, metricLineFormat, type MetricLine } from './run-file';

/** The curves of a run as its folder has them. */
export interface StoredMetrics {
  readonly steps: readonly Extract<MetricLine, { type: 'step' }>[];
  readonly epochs: readonly Extract<MetricLine, { type: 'epoch' }>[];
}

/**
 * Reads `metrics.jsonl`. Lines that were not written to their end, or that a newer studio wrote, are left out.
 * @throws {RequestError} when the file is there and cannot be read
 */
export async function readMetrics(folder: string): Promise<StoredMetrics> {
  const lines = (await readLines(folder)).flatMap((line): MetricLine[] => {
    try {
      return line === '' ? [] : [readFormat(metricLineFormat, line, folder)];
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return [];
    }
  });
  return {
    steps: lines.filter((line) => line.type === 'step'),
    epochs: lines.filter((line) => line.type === 'epoch'),
  };
}

/**
 * Checks `metrics.jsonl` of a run that has ended.
 * @throws {RequestError} with the first line that is not as this studio writes it
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
    // A run that was stopped before its first step has none.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cannotRead(path.join(folder, metricLineFormat.name), error);
  }
}
