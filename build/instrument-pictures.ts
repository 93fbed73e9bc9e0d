import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import type { Instrument } from '../graph-nodes/datasets/answers.ts';

const virtual = 'virtual:instrument-pictures';

/** Icons of Game Icons by instrument. The stage draws the other instruments itself. */
export const iconNames: Readonly<Partial<Record<Instrument, string>>> = {
  accordion: 'accordion',
  acoustic_guitar: 'guitar',
  bagpipe: 'bagpipes',
  banjo: 'banjo',
  bassoon: 'bassoon',
  clarinet: 'clarinet',
  congas: 'djembe',
  drum: 'drum',
  electric_bass: 'guitar-bass-head',
  flute: 'flute',
  piano: 'grand-piano',
  saxophone: 'saxophone',
  trumpet: 'trumpet',
  tuba: 'tuba',
  violin: 'violin',
  xylophone: 'xylophone',
};

/** Path data of an icon that is one path. */
function pathOf(name: string, body: string | undefined): string {
  const data = /^<path fill="currentColor" d="([^"]+)"\/>$/.exec(body ?? '')?.[1];
  if (data === undefined) throw new Error(`The icon “${name}” of @iconify-json/game-icons is not one path.`);
  return data;
}

/** Path data by instrument, on a grid of 512 × 512. */
export function instrumentPaths(root: string): Record<string, string> {
  const file = path.join(root, 'node_modules/@iconify-json/game-icons/icons.json');
  const { icons } = JSON.parse(readFileSync(file, 'utf8')) as { icons: Record<string, { body: string } | undefined> };
  return Object.fromEntries(
    Object.entries(iconNames).map(([instrument, name]) => [instrument, pathOf(name, icons[name]?.body)]),
  );
}

/** Provides the icons of the stage as the module `virtual:instrument-pictures`. */
export function instrumentPictures(root: string): Plugin {
  return {
    name: 'instrument-pictures',
    resolveId: (id) => (id === virtual ? `\0${virtual}` : undefined),
    load: (id) =>
      id === `\0${virtual}` ? `export const iconPaths = ${JSON.stringify(instrumentPaths(root))};` : undefined,
  };
}
