import { describe, expect, it } from 'vitest';
import { writeSafetensors } from './safetensors';

describe('a safetensors file', () => {
  it('holds a header of names, shapes and byte ranges, and the values at those places', () => {
    const file = writeSafetensors(
      new Map([
        ['b/weight', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
        ['a/bias', { shape: [1], values: Float32Array.of(-0.5) }],
      ]),
    );
    const view = new DataView(file.buffer);
    const headerLength = Number(view.getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength))) as Record<string, unknown>;
    expect(header).toEqual({
      'a/bias': { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
      'b/weight': { dtype: 'F32', shape: [2, 2], data_offsets: [4, 20] },
    });
    const values = Array.from({ length: 5 }, (_, index) => view.getFloat32(8 + headerLength + 4 * index, true));
    expect(values).toEqual([-0.5, 1, 2, 3, 4]);
    expect(file.length).toBe(8 + headerLength + 20);
  });
});
