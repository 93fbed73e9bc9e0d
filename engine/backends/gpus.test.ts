import { describe, expect, it } from 'vitest';
import { parseGpus } from './gpus';

describe('what nvidia-smi prints', () => {
  it('is read line by line', () => {
    expect(parseGpus('NVIDIA GeForce RTX 4090, 1024, 24564, 37\nTesla T4, 3, 15360, 0\n')).toEqual([
      { name: 'NVIDIA GeForce RTX 4090', usedBytes: 2 ** 30, totalBytes: 24564 * 2 ** 20, percent: 37 },
      { name: 'Tesla T4', usedBytes: 3 * 2 ** 20, totalBytes: 15360 * 2 ** 20, percent: 0 },
    ]);
  });

  it('has nothing for what the driver does not tell', () => {
    expect(parseGpus('NVIDIA GB10, [N/A], [N/A], 5 \n')).toEqual([
      { name: 'NVIDIA GB10', usedBytes: null, totalBytes: null, percent: 5 },
    ]);
  });

  it.each(['', '\n', 'No devices were found\n', 'NVIDIA-SMI has failed because it couldn’t communicate, sorry\n'])(
    'is no GPU where it says %j',
    (text) => {
      expect(parseGpus(text)).toEqual([]);
    },
  );
});
