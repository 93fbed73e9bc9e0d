import { describe, expect, it } from 'vitest';
import { parseGpus } from './gpus';

describe('the output of nvidia-smi', () => {
  it('is parsed line by line', () => {
    expect(parseGpus('NVIDIA GeForce RTX 4090, 1024, 24564, 37\nTesla T4, 3, 15360, 0\n')).toEqual([
      { name: 'NVIDIA GeForce RTX 4090', usedBytes: 2 ** 30, totalBytes: 24564 * 2 ** 20, percent: 37 },
      { name: 'Tesla T4', usedBytes: 3 * 2 ** 20, totalBytes: 15360 * 2 ** 20, percent: 0 },
    ]);
  });

  it('has null for values that the driver does not report', () => {
    expect(parseGpus('NVIDIA GB10, [N/A], [N/A], 5 \n')).toEqual([
      { name: 'NVIDIA GB10', usedBytes: null, totalBytes: null, percent: 5 },
    ]);
  });

  it.each(['', '\n', 'No devices were found\n', 'NVIDIA-SMI has failed because it couldn’t communicate, sorry\n'])(
    'has no GPU if it is %j',
    (text) => {
      expect(parseGpus(text)).toEqual([]);
    },
  );
});
