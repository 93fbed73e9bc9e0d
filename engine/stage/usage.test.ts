import { describe, expect, it } from 'vitest';
import { usageOf } from './usage';

describe('the use of slots over a training', () => {
  const of = (name: string, ...shares: number[]) => ({ node: 'rmm', name, shares });

  it('has a row for each epoch with a measurement', () => {
    const epochs = [
      { epoch: 1 },
      { epoch: 2, usage: [of('audio weights', 0.5, 0.5), of('visual weights', 1, 0)] },
      { epoch: 3, usage: [of('audio weights', 0.2, 0.8)] },
      { epoch: 4, usage: [of('audio weights', 1)] },
    ];
    expect(usageOf(epochs)).toEqual([
      {
        node: 'rmm',
        name: 'audio weights',
        epochs: [2, 3],
        shares: [
          [0.5, 0.5],
          [0.2, 0.8],
        ],
      },
      { node: 'rmm', name: 'visual weights', epochs: [2], shares: [[1, 0]] },
    ]);
    expect(usageOf([{ epoch: 1 }])).toEqual([]);
  });
});
