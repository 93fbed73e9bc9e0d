import { describe, expect, it } from 'vitest';
import { curvePoints, heatPaths, shades } from './preview-paths';

describe('small pictures', () => {
  it('draw every cell in the shade of its share of the largest', () => {
    const paths = heatPaths([0, 0.5, 1, 0.001], 2);
    expect(paths).toHaveLength(shades);
    expect(paths[0]).toBe('M0 1h1v1h-1z');
    expect(paths[shades / 2]).toBe('M1 0h1v1h-1z');
    expect(paths[shades - 1]).toBe('M1 1h1v1h-1z');
    expect(paths.join('')).not.toContain('M0 0');
  });

  it('draw cells with a hole, so that two heat maps differ without their colours', () => {
    expect(heatPaths([0, 1], 2, 2, 1, 'hollow')).toEqual(['M1 0h1v1h-1zm.3 .3v.4h.4v-.4z', '']);
  });

  it('draw nothing if no value is above zero', () => {
    expect(heatPaths([0, 0], 2).join('')).toBe('');
    expect(curvePoints([0, 0], 10, 5)).toBe('0,5 10,5');
  });

  it('draw a curve from zero to its largest value', () => {
    expect(curvePoints([1, 2, 0], 10, 5)).toBe('0,2.5 5,0 10,5');
    expect(curvePoints([3], 10, 5)).toBe('5,0');
  });
});
