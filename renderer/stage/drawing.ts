import type { Nearest } from '../../engine/contract/stage';
import type { Player, Scene } from '../../graph-nodes/datasets/orchestra/scene';
import { drawing, horizon, picture, spotOfCell, type Spot } from './geometry';
import type { FeatureState, Modality } from './faults';
import { modalityGlyph, stateGlyph, type Palette } from './look';
import type { Pose } from './movement';
import { instrumentPath, pictureGrid } from './pictures';
import { shape, type Shape } from './shapes';

const { x: left, y: top, width, height } = picture;
const [right, bottom] = [left + width, top + height];

const box = (x: number, y: number, w: number, h: number, attributes: Shape['attributes']): Shape =>
  shape('rect', { x, y, width: w, height: h, ...attributes });

/** Background of the scene, without players. */
export function drawPlace({ setting }: Pick<Scene, 'setting'>, palette: Palette): Shape {
  const ground = (fill: string) => box(left, horizon, width, bottom - horizon, { fill });
  const indoors = [
    box(left, top, width, height, { fill: palette('wall') }),
    ground(palette('floor')),
    shape('path', {
      d: `M${left} ${bottom} L${left + 60} ${horizon} H${right - 60} L${right} ${bottom}Z`,
      fill: palette('wall'),
      opacity: 0.45,
    }),
    ...[0.25, 0.5, 0.75].map((share) =>
      shape('path', {
        d: `M${left + share * width} ${top} v34 l-26 22 h52 l-26 -22`,
        fill: palette('curtain'),
        stroke: palette('curtain'),
        strokeWidth: 3,
      }),
    ),
  ];
  const outdoors = [
    box(left, top, width, height, { fill: palette('sky') }),
    shape('circle', { cx: right - 110, cy: top + 74, r: 38, fill: palette('sun') }),
    shape('path', {
      d: `M${left} ${horizon} Q${left + 180} ${horizon - 110} ${left + 380} ${horizon - 20} T${right} ${horizon - 40} V${bottom} H${left}Z`,
      fill: palette('hill'),
    }),
    ground(palette('grass')),
  ];
  return shape('g', {}, ...(setting === 'indoor' ? indoors : outdoors));
}

/** Wings at both sides, with the players out of view. */
export const drawWings = (palette: Palette): Shape =>
  shape(
    'g',
    { fill: palette('curtain') },
    box(0, 0, left, drawing.height, {}),
    box(right, 0, drawing.width - right, drawing.height, {}),
    ...[18, 42, 66].flatMap((x) =>
      [x, drawing.width - x].map((at) =>
        shape('path', { d: `M${at} 0 V${drawing.height}`, stroke: palette('floor'), strokeWidth: 4, opacity: 0.6 }),
      ),
    ),
    box(left, top, width, height, { fill: 'none', stroke: palette('faint'), strokeWidth: 3 }),
  );

/** Transforms of the moving parts of a player. */
export const transformOf = ({ x, y, size }: Spot, { turn, lift }: Pose): string =>
  `translate(${x.toFixed(1)} ${(y - lift * size).toFixed(1)}) rotate(${turn.toFixed(2)})`;
export const ringTransformOf = ({ x, y, size }: Spot, { ring }: Pose): string =>
  `translate(${x.toFixed(1)} ${(y - size / 2).toFixed(1)}) scale(${ring.toFixed(3)})`;

/** Picture of an instrument that stands on the origin. */
const standing = (kind: Player['kind'], size: number, attributes: Shape['attributes']): Shape =>
  shape(
    'g',
    { transform: `scale(${(size / pictureGrid).toFixed(4)}) translate(${-pictureGrid / 2} ${-pictureGrid})` },
    instrumentPath(kind, attributes),
  );

/** Radius of the ring around a playing player, by its loudness. */
export const ringRadius = (loudness: number, size: number): number => size * (0.4 + 0.3 * loudness);

/** A player. Its ring shows its sound in the microphone; null: none. */
export function drawPlayer(
  player: Player,
  spot: Spot,
  { palette, pose, heard }: { palette: Palette; pose: Pose; heard: 'real' | 'noisy' | null },
): Shape {
  const { kind, loudness, inView } = player;
  const { x, y, size } = spot;
  return shape(
    'g',
    { opacity: inView ? 1 : 0.8 },
    shape('ellipse', { cx: x, cy: y, rx: size * 0.38, ry: size * 0.07, fill: palette('text'), opacity: 0.18 }),
    heard !== null &&
      shape(
        'g',
        { 'data-part': 'ring', transform: ringTransformOf(spot, pose) },
        shape('circle', {
          r: ringRadius(loudness, size),
          fill: palette('audio'),
          fillOpacity: 0.1,
          stroke: palette('audio'),
          strokeWidth: 2.5 + 4 * loudness,
          strokeDasharray: heard === 'noisy' ? '3 7' : undefined,
        }),
      ),
    shape(
      'g',
      { 'data-part': 'body', transform: transformOf(spot, pose) },
      standing(kind, size, { fill: palette('player') }),
    ),
  );
}

/** Mark of a voice: waves in a speech bubble. */
export function drawVoice(palette: Palette, heard: 'real' | 'noisy'): Shape {
  const x = right - 118;
  const y = top + 14;
  return shape(
    'g',
    { 'data-part': 'voice' },
    shape('path', {
      d: `M${x} ${y} h84 q14 0 14 14 v34 q0 14 -14 14 h-46 l-20 22 v-22 h-18 q-14 0 -14 -14 v-34 q0 -14 14 -14Z`,
      fill: palette('paper'),
      stroke: palette('audio'),
      strokeWidth: 4,
      strokeDasharray: heard === 'noisy' ? '3 7' : undefined,
    }),
    ...[8, 16, 22, 14, 7].map((half, index) =>
      shape('path', {
        d: `M${x + 14 + 14 * index} ${y + 31 - half} v${2 * half}`,
        stroke: palette('audio'),
        strokeWidth: 6,
        strokeLinecap: 'round',
      }),
    ),
  );
}

const hatchId = 'stage-hatch';

/** Patterns that the other parts use. */
export const drawPatterns = (): Shape =>
  shape(
    'defs',
    {},
    shape(
      'pattern',
      { id: hatchId, width: 22, height: 22, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      box(0, 0, 5, 22, { fill: '#ffffff', fillOpacity: 0.14 }),
    ),
  );

/** Picture of a failing camera. */
export const drawBlind = (palette: Palette): Shape =>
  shape(
    'g',
    { 'data-part': 'blind' },
    box(left, top, width, height, { fill: palette('blind') }),
    box(left, top, width, height, { fill: `url(#${hatchId})` }),
  );

/** A fixed sequence of numbers from 0 to 1 for the positions of specks. */
const scattered = (index: number, step: number): number => (index * step) % 1;

/** Specks of a noisy camera; their density grows with the noise. */
export function drawSpecks(strength: number, palette: Palette): Shape {
  const count = Math.round(90 * Math.min(strength, 5));
  const specks = Array.from({ length: count }, (_, index) => {
    const x = left + scattered(index + 1, 0.618034) * (width - 10);
    const y = top + scattered(index + 1, 0.754878) * (height - 10);
    return `M${x.toFixed(0)} ${y.toFixed(0)}h9v9h-9z`;
  });
  return shape(
    'g',
    { 'data-part': 'specks' },
    shape('path', { d: specks.join(''), fill: palette('blind'), opacity: 0.55 }),
    shape('path', {
      d: specks.join(''),
      fill: palette('paper'),
      opacity: 0.75,
      transform: 'translate(14 6)',
    }),
  );
}

/** Recalled content of a second, by modality. */
export type RecalledNow = Readonly<Record<Modality, readonly Nearest[]>>;
export const nothingRecalled: RecalledNow = { audio: [], visual: [] };

/** Probability below which instruments are not drawn. */
const leastCertainty = 0.12;
/** Maximum number of instruments that are drawn as heard. */
const mostHeard = 4;

/** The most probable instrument of each cell. */
export function seenGhosts(nearest: readonly Nearest[]): Nearest[] {
  const best = new Map<string, Nearest>();
  for (const each of nearest) {
    if (each.cell === undefined || each.certainty < leastCertainty) continue;
    const key = `${each.cell.row}/${each.cell.column}`;
    if (each.certainty > (best.get(key)?.certainty ?? 0)) best.set(key, each);
  }
  return [...best.values()];
}

/** The most probable instruments of a sound. */
export const heardGhosts = (nearest: readonly Nearest[]): Nearest[] =>
  nearest
    .filter(({ certainty }) => certainty >= leastCertainty)
    .toSorted((one, other) => other.certainty - one.certainty)
    .slice(0, mostHeard);

const percent = (share: number): string => `${Math.round(100 * share)} %`;

function drawGhost({ kind, certainty }: Nearest, spot: Spot, colour: string, halo: string): Shape {
  const { x, y, size } = spot;
  const text = Math.max(15, Math.min(24, size * 0.2));
  return shape(
    'g',
    { 'data-part': 'ghost' },
    shape(
      'g',
      { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, opacity: (0.3 + 0.7 * certainty).toFixed(2) },
      standing(kind, size, {
        fill: colour,
        fillOpacity: 0.3,
        stroke: colour,
        strokeWidth: (2.2 * pictureGrid) / size,
        strokeDasharray: `${((7 * pictureGrid) / size).toFixed(1)} ${((5 * pictureGrid) / size).toFixed(1)}`,
      }),
    ),
    shape(
      'text',
      {
        x: x.toFixed(1),
        y: (y + text * 0.95).toFixed(1),
        textAnchor: 'middle',
        fontSize: text.toFixed(1),
        fontWeight: 600,
        fill: colour,
        stroke: halo,
        strokeWidth: 4,
        paintOrder: 'stroke',
      },
      `${stateGlyph.recalled} ${percent(certainty)}`,
    ),
  );
}

/** Recalled instruments: seen ones in their cells, heard ones on a plate above. */
export function drawRecalled({ audio, visual }: RecalledNow, grid: Scene, palette: Palette): Shape {
  const heard = heardGhosts(audio);
  const plate = heard.length * 92 + 60;
  return shape(
    'g',
    { 'data-part': 'recalled' },
    ...seenGhosts(visual).map((nearest) =>
      drawGhost(
        nearest,
        spotOfCell(nearest.cell ?? { row: 0, column: 0 }, grid),
        palette('visualOnBlind'),
        palette('blind'),
      ),
    ),
    heard.length > 0 &&
      shape(
        'g',
        {},
        box(drawing.width / 2 - plate / 2, top + 6, plate, 108, {
          rx: 14,
          fill: palette('paper'),
          fillOpacity: 0.92,
          stroke: palette('audio'),
          strokeWidth: 3,
          strokeDasharray: '8 6',
        }),
        shape(
          'text',
          { x: drawing.width / 2 - plate / 2 + 14, y: top + 70, fontSize: 30, fill: palette('audio') },
          modalityGlyph.audio,
        ),
        ...heard.map((nearest, index) =>
          drawGhost(
            nearest,
            { x: drawing.width / 2 - plate / 2 + 92 + 92 * index, y: top + 84, size: 68 },
            palette('audio'),
            palette('paper'),
          ),
        ),
      ),
  );
}

/** Plates with the state of each modality, in the corner of the picture. */
export function drawStates(states: Readonly<Record<Modality, FeatureState>>, palette: Palette): Shape {
  return shape(
    'g',
    { 'data-part': 'states', fontSize: 24, fontWeight: 600 },
    ...(['audio', 'visual'] as const).flatMap((modality, index) => [
      box(left + 10 + 82 * index, top + 10, 74, 36, {
        rx: 8,
        fill: palette('paper'),
        fillOpacity: 0.92,
        stroke: palette(modality),
        strokeWidth: 2.5,
        strokeDasharray: { real: undefined, missing: '4 8', recalled: '8 5', noisy: '2 4' }[states[modality]],
      }),
      shape(
        'text',
        { x: left + 47 + 82 * index, y: top + 36, textAnchor: 'middle', fill: palette(modality) },
        `${modalityGlyph[modality]} ${stateGlyph[states[modality]]}`,
      ),
    ]),
  );
}
