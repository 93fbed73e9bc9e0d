import { createRequire } from 'node:module';
import path from 'node:path';
import type { TableFormat } from '../table-format';
import { svgTable } from './svg';

/** Dots per pixel of the drawing, so that print and large screens get sharp letters. */
const scale = 2;

/**
 * Draws an SVG as PNG. The font comes with the studio, so that the picture is the same on every machine; characters that it
 * lacks are taken from the machine's own fonts.
 */
export async function drawPng(svg: string): Promise<Uint8Array> {
  // Loaded when it is needed: a library for the machine at hand, which no other part of the engine waits for.
  const { Resvg } = await import('@resvg/resvg-js');
  const fontPackage = path.dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json'));
  // The library reads the files itself, and knows nothing of the archive that a packaged studio lies in.
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
  write: (table) => drawPng(svgTable(table)),
};
