import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Gpu } from '../contract/hardware';

const run = promisify(execFile);

const query = ['--query-gpu=name,memory.used,memory.total,utilization.gpu', '--format=csv,noheader,nounits'];
const bytesPerMiB = 2 ** 20;

/**
 * Parses the output of `nvidia-smi`: name, used and total memory (MiB) and utilisation (percent), one line per GPU.
 * Null stands for values that the driver does not report (`[N/A]`); lines of another form are skipped.
 */
export function parseGpus(text: string): Gpu[] {
  return text.split('\n').flatMap((line): Gpu[] => {
    const cells = line.split(',').map((cell) => cell.trim());
    const [name = '', used, total, percent] = cells;
    if (cells.length !== 4 || name === '') return [];
    const number = (cell: string | undefined) => (/^\d+(\.\d+)?$/.test(cell ?? '') ? Number(cell) : null);
    const bytes = (cell: string | undefined) => {
      const mebibytes = number(cell);
      return mebibytes === null ? null : mebibytes * bytesPerMiB;
    };
    return [{ name, usedBytes: bytes(used), totalBytes: bytes(total), percent: number(percent) }];
  });
}

/** False after a call without the program or the driver, so that it is not called again. */
let asking = true;

/** NVIDIA GPUs of this machine, as reported by `nvidia-smi`; empty if it is not installed. */
export async function readGpus(): Promise<Gpu[]> {
  if (!asking) return [];
  try {
    const { stdout } = await run('nvidia-smi', query, { timeout: 2000, windowsHide: true });
    return parseGpus(stdout);
  } catch {
    asking = false;
    return [];
  }
}
