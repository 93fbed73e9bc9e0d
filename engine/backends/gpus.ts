import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Gpu } from '../contract/hardware';

const run = promisify(execFile);

const query = ['--query-gpu=name,memory.used,memory.total,utilization.gpu', '--format=csv,noheader,nounits'];
const bytesPerMiB = 2 ** 20;

/**
 * Reads what `nvidia-smi` prints of name, memory used and in all (MiB) and use (percent), a line a GPU. Null stands for
 * what the driver does not tell, `[N/A]`; lines that are of another form are left out.
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

/** Whether the program is worth another call; it is not where it is absent or finds no driver. */
let asking = true;

/** The NVIDIA GPUs of this machine, as the driver's own program tells; none where it is not there. */
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
