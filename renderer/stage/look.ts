import { socketTypeInfo } from '../../graph-nodes/graph/sockets';
import type { StageVariant } from '../../engine/contract/stage';
import { familyLook } from '../ui/families';
import type { FeatureState, Modality } from './faults';

/** A colour for each scheme, with at least 3:1 contrast if it carries a meaning. */
interface Colour {
  readonly light: string;
  readonly dark: string;
}

/** Colours of the drawing. The modalities have those of their wires on the canvas. */
export const colours = {
  wall: { light: '#e9ebf0', dark: '#2a2e37' },
  floor: { light: '#d3d7df', dark: '#22252d' },
  curtain: { light: '#b9bfcb', dark: '#363c48' },
  sky: { light: '#dfeaf5', dark: '#24303d' },
  hill: { light: '#c9dbc9', dark: '#2b3a31' },
  grass: { light: '#b7cfb4', dark: '#26352b' },
  sun: { light: '#f2d58a', dark: '#6b5f3a' },
  player: { light: '#2b303a', dark: '#e4e7ec' },
  faint: { light: '#7c8491', dark: '#858d9a' },
  text: { light: '#2b303a', dark: '#e4e7ec' },
  paper: { light: '#ffffff', dark: '#1c1f25' },
  blind: { light: '#1c1f25', dark: '#0c0d10' },
  onBlind: { light: '#f2f3f6', dark: '#f2f3f6' },
  selection: { light: '#4b49b8', dark: '#a3a1f0' },
  audio: socketTypeInfo.audio.colour,
  visual: socketTypeInfo.visual.colour,
  /** Colours on a dark picture, in both schemes. */
  audioOnBlind: { light: socketTypeInfo.audio.colour.dark, dark: socketTypeInfo.audio.colour.dark },
  visualOnBlind: { light: socketTypeInfo.visual.colour.dark, dark: socketTypeInfo.visual.colour.dark },
} as const satisfies Record<string, Colour>;
export type ColourName = keyof typeof colours;

/** Values of the colours: for one scheme in files, for the current one on the screen. */
export type Palette = (name: ColourName) => string;

export const screenPalette: Palette = (name) => `light-dark(${colours[name].light}, ${colours[name].dark})`;
export const filePalette =
  (scheme: 'light' | 'dark'): Palette =>
  (name) =>
    colours[name][scheme];

export const modalityGlyph: Readonly<Record<Modality, string>> = {
  audio: socketTypeInfo.audio.glyph,
  visual: socketTypeInfo.visual.glyph,
};

/** Shapes of the states, so that colour is not the only distinction. Their hatches are in the style sheet. */
export const stateGlyph: Readonly<Record<FeatureState, string>> = {
  real: '●',
  missing: '✕',
  recalled: '◇',
  noisy: '≈',
};

/** Colours of a variant: the family of the part that it adds. */
export const variantLook = {
  real: familyLook.Data,
  zeros: familyLook.Scenario,
  generator: familyLook.Generators,
  enhancer: familyLook.Enhancers,
} satisfies Record<StageVariant, unknown>;
