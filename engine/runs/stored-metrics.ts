import path from 'node:path';
import { RequestError } from '../contract/errors';
import { readFormat } from '../files/file-format';
import { cannotRead } from '../files/read-file';
import { readInside } from '../files/regular-file';
import { metricLineFormat, type MetricLine } from './run-file';

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
  const file = path.join(folder, 'metrics.jsonl');
  let text: string;
  try {
    text = (await readInside(folder, 'metrics.jsonl')).toString('utf8');
  } catch (error) {
    if (error instanceof RequestError) throw error;
    // A run that was stopped before its first step has none.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { steps: [], epochs: [] };
    throw cannotRead(file, error);
  }
  const lines = text.split('\n').flatMap((line): MetricLine[] => {
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
