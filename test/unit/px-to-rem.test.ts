import { describe, expect, it } from 'vitest';
import { inRem, pxToRem } from '../../build/px-to-rem';

describe('pixels in style sheets', () => {
  it.each([
    ['12px', '0.75rem'],
    ['-4px 8px', '-0.25rem 0.5rem'],
    ['calc(100vw - 32px)', 'calc(100vw - 2rem)'],
    ['(width < 470px)', '(width < 29.375rem)'],
    ['1px solid #10px', '1px solid #10px'],
    ['0 0 0 1.5px var(--a-20px)', '0 0 0 1.5px var(--a-20px)'],
  ])('%s become %s', (pixels, rem) => expect(inRem(pixels)).toBe(rem));

  it('stay on the canvas, which is sized by the zoom, and in the style sheets of packages', () => {
    const written = (file: string) => {
      const declaration = { value: '16px', source: { input: { file } } };
      pxToRem.Declaration(declaration);
      return declaration.value;
    };
    expect(written('/studio/renderer/panels/panels.css')).toBe('1rem');
    expect(written('C:\\studio\\renderer\\app.css')).toBe('1rem');
    expect(written('/studio/renderer/canvas/canvas.css')).toBe('16px');
    expect(written('/studio/node_modules/@xyflow/react/dist/style.css')).toBe('16px');
  });
});
