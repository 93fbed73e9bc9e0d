import { z } from 'zod';
import { instruments, places, settings, type Instrument, type Place, type Setting } from '../answers';
import { Random } from '../../graph/random';

const unit = z.number().min(0).max(1);

const playerSchema = z.strictObject({
  kind: z.enum(instruments),
  /** Place in the picture; null if out of view. */
  place: z.enum(places).nullable(),
  /** Row and column of the grid; null if out of view. */
  cell: z.strictObject({ row: z.number().int().min(0), column: z.number().int().min(0) }).nullable(),
  inView: z.boolean(),
  /** Loudness of the player when it plays. */
  loudness: unit,
  /** Density of its notes: 0 held tones, 1 very fast. */
  rhythm: unit,
  /** True for each second [T] in which it sounds; in one stretch, or never. */
  playing: z.array(z.boolean()),
  /** Visible movement of the player by second [T]; all 0 if out of view. */
  movement: z.array(unit),
});

/** All facts of a scene. */
export const sceneSchema = z.strictObject({
  id: z.string(),
  seconds: z.number().int().min(1),
  /** Rows and columns of the picture's grid. */
  height: z.number().int().min(1),
  width: z.number().int().min(1),
  setting: z.enum(settings),
  /** True for each second [T] in which a voice speaks over the music. */
  voice: z.array(z.boolean()),
  players: z.array(playerSchema),
});

export type Scene = z.infer<typeof sceneSchema>;
export type Player = z.infer<typeof playerSchema>;

/** Sizes that a scene is generated for. */
export interface Stage {
  readonly seconds: number;
  readonly height: number;
  /** At least 3, so that left, middle and right each have a column. */
  readonly width: number;
}

/** Instruments that tend to play together, and their probability outdoors. */
export interface Ensemble {
  readonly members: readonly Instrument[];
  readonly outdoors: number;
}

export const ensembles: readonly Ensemble[] = [
  { members: ['violin', 'cello', 'piano', 'flute'], outdoors: 0.15 },
  { members: ['erhu', 'pipa', 'guzheng', 'suona'], outdoors: 0.4 },
  { members: ['clarinet', 'bassoon', 'flute', 'saxophone'], outdoors: 0.25 },
  { members: ['trumpet', 'tuba', 'saxophone', 'drum', 'bagpipe'], outdoors: 0.75 },
  { members: ['accordion', 'ukulele', 'acoustic_guitar', 'banjo'], outdoors: 0.75 },
  { members: ['electric_bass', 'drum', 'acoustic_guitar', 'piano'], outdoors: 0.4 },
  { members: ['xylophone', 'congas', 'drum', 'banjo'], outdoors: 0.5 },
];

/** Place of a column: one third of the columns each. */
export const placeOfColumn = (column: number, width: number): Place =>
  places[Math.floor((column * places.length) / width)] ?? 'right';

/** Distribution of the number of players: most often one or two, as in videos that people share, up to six. */
export const playerCounts: readonly number[] = [1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6];

/** Probabilities of the choices in a generated scene. */
export const chances = {
  /** One of the players is out of view, if there are several. */
  hidden: 0.3,
  /** A further player has the kind of a previous one. */
  repeatedKind: 0.3,
  /** A kind is drawn from the ensemble, and not from all instruments. */
  ofEnsemble: 0.8,
  silent: 0.2,
  throughout: 0.2,
  /** A player joins in with a previous player who sounds, if there is one. */
  joinsIn: 0.2,
  voice: 0.4,
  /** A silent player moves in a second without playing. */
  idleMovement: 0.1,
} as const;

/** Standard deviation of a player's movement about its mean. */
export const movementDeviation = 0.08;
/** Movement of a resting player, and of one who moves without playing. */
export const restingMovement = 0.05;
export const idleMovement = 0.5;
/** Mean movement of a playing player: louder playing moves more, scaled by the temperament of the player. */
export const playingMovement = (loudness: number, temperament: number): number => 0.2 + 0.7 * loudness * temperament;
/** Range of loudness and temperament, both uniform. */
export const loudnessRange = [0.3, 1] as const;
export const temperamentRange = [0.6, 1.2] as const;

/** Scenes of a dataset by id. */
export function sampleScenes(count: number, seed: number, { seconds, height, width }: Stage): Map<string, Scene> {
  const ids = Array.from({ length: count }, (_, index) => `scene-${String(index).padStart(5, '0')}`);
  return new Map(
    ids.map((id) => [id, sampleScene(id, { seconds, height, width }, new Random(seed, `orchestra/scene/${id}`))]),
  );
}

/** Generates a scene. */
export function sampleScene(id: string, stage: Stage, random: Random): Scene {
  const ensemble = random.pick(ensembles);
  const setting: Setting = random.chance(ensemble.outdoors) ? 'outdoor' : 'indoor';
  const kinds = sampleKinds(random.pick(playerCounts), ensemble, random);
  const hidden = kinds.length > 1 && random.chance(chances.hidden) ? hiddenKind(kinds, random) : undefined;
  const cells = freeCells(stage, random);
  const players: Player[] = [];
  for (const kind of kinds) {
    const cell = kind === hidden ? null : takeCell(cells, stage, random);
    players.push(samplePlayer(kind, cell, stage, players, random));
  }
  const voice = random.chance(chances.voice) ? sampleStretch(stage.seconds, random) : silence(stage.seconds);
  return { id, ...stage, setting, voice, players };
}

function sampleKinds(count: number, ensemble: Ensemble, random: Random): Instrument[] {
  const kinds: Instrument[] = [];
  for (let index = 0; index < count; index += 1) kinds.push(sampleKind(kinds, ensemble, random));
  return kinds;
}

/** Draws the kind of one more player. */
export function sampleKind(before: readonly Instrument[], { members }: Ensemble, random: Random): Instrument {
  if (before.length > 0 && random.chance(chances.repeatedKind)) return random.pick(before);
  return random.pick(random.chance(chances.ofEnsemble) ? members : instruments);
}

/** One of the kinds with one player, who is then heard but not seen, so that no kind is both in view and out of view. */
function hiddenKind(kinds: readonly Instrument[], random: Random): Instrument | undefined {
  const single = singleKinds(kinds);
  return single.length === 0 ? undefined : random.pick(single);
}

/** The kinds that occur once. */
export const singleKinds = (kinds: readonly Instrument[]): Instrument[] =>
  kinds.filter((kind) => kinds.filter((other) => other === kind).length === 1);

/** Cells of players in their order; null for those out of view. */
export function sampleCells(stage: Stage, hidden: readonly boolean[], random: Random): (Cell | null)[] {
  const cells = freeCells(stage, random);
  return hidden.map((outOfView) => (outOfView ? null : takeCell(cells, stage, random)));
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

function freeCells({ height, width }: Stage, random: Random): Cell[] {
  const cells = Array.from({ length: height * width }, (_, index) => ({
    row: Math.floor(index / width),
    column: index % width,
  }));
  return random.shuffle(cells);
}

/** A free cell in a place that is drawn first; in a full picture, a cell shared with others. */
function takeCell(cells: Cell[], { height, width }: Stage, random: Random): Cell {
  if (cells.length === 0) return { row: random.integer(height), column: random.integer(width) };
  const free = places.filter((place) => cells.some(({ column }) => placeOfColumn(column, width) === place));
  const place = random.pick(free);
  const index = cells.findIndex(({ column }) => placeOfColumn(column, width) === place);
  return cells.splice(index, 1)[0] as Cell;
}

function samplePlayer(
  kind: Instrument,
  cell: Cell | null,
  stage: Stage,
  others: readonly Player[],
  random: Random,
): Player {
  const inView = cell !== null;
  const loudness = within(loudnessRange, random);
  const rhythm = random.uniform();
  const playing = samplePlaying(stage.seconds, others, random);
  return {
    kind,
    place: cell && placeOfColumn(cell.column, stage.width),
    cell,
    inView,
    loudness,
    rhythm,
    playing,
    movement: inView ? sampleMovement(playing, loudness, random) : playing.map(() => 0),
  };
}

/** Some players are silent, some play in all seconds, some join in with another, some have a separate stretch. */
export function samplePlaying(seconds: number, others: readonly Player[], random: Random): boolean[] {
  const draw = random.uniform();
  const { silent, throughout, joinsIn } = chances;
  if (draw < silent) return silence(seconds);
  if (draw < silent + throughout) return Array.from({ length: seconds }, () => true);
  const partners = others.filter(({ playing }) => playing.includes(true));
  if (draw < silent + throughout + joinsIn && partners.length > 0) return [...random.pick(partners).playing];
  return sampleStretch(seconds, random);
}

/**
 * Louder playing moves more, scaled by the temperament of the player. A silent player rests, or sometimes moves without
 * playing.
 */
function sampleMovement(playing: readonly boolean[], loudness: number, random: Random): number[] {
  const temperament = within(temperamentRange, random);
  return playing.map((plays) => {
    const mean = plays
      ? playingMovement(loudness, temperament)
      : random.chance(chances.idleMovement)
        ? idleMovement
        : restingMovement;
    return Math.min(1, Math.max(0, mean + movementDeviation * random.normal()));
  });
}

/** A number drawn uniformly from a range. */
export const within = ([from, to]: readonly [number, number], random: Random): number =>
  from + (to - from) * random.uniform();

export const silence = (seconds: number): boolean[] => Array.from({ length: seconds }, () => false);

/** A stretch of at least one second, anywhere in the scene. */
export function sampleStretch(seconds: number, random: Random): boolean[] {
  const start = random.integer(seconds);
  const end = start + 1 + random.integer(seconds - start);
  return Array.from({ length: seconds }, (_, second) => second >= start && second < end);
}
