import { createRequire } from 'node:module';
import path from 'node:path';
import type { TableFormat } from '../table-format';
import { svgTable } from './svg';

/** Pixels per unit of the drawing, for sharp letters in print and on large screens. */
const scale = 2;

/**
 * Renders an SVG as PNG. The font is part of the studio, so that the picture is the same on every machine. Characters
 * without a glyph in it use the machine's fonts.
 */
export async function drawPng(svg: string): Promise<Uint8Array> {
  // Loaded on demand, since no other part of the engine needs this native library.
  const { Resvg } = await import('@resvg/resvg-js');
  const fontPackage = path.dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json'));
  // The library reads font files directly, so it cannot read them from the archive of a packaged studio.
  const fonts = path.join(fontPackage.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked'), 'ttf');
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSans-Oblique.ttf'].map((name) =>
        path.join(fonts, name),
      ),
      loadSystemFonts: /[\u2e80-\uffff]/.test(svg),
      defaultFontFamily: 'DejaVu Sans',
      sansSerifFamily: 'DejaVu Sans',
    },
  });
  return drawing.render().asPng();
}

export const format: TableFormat = {
  name: 'png',
  rank: 40,
  label: { en: 'PNG' },
  ending: 'png',
  inWindow: true,
  copied: false,
  write: (table) => drawPng(svgTable(table)),
};
