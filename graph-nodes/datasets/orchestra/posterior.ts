/**
 * Scenes that fit the known parts of one: importance sampling from the prior of scene.ts. A scene is drawn from a proposal,
 * with weight prior / proposal; known parts are kept. Features count as noise-free.
 */
import { instruments, places, type Instrument } from '../answers';
import type { Random } from '../../graph/random';
import {
  chances,
  ensembles,
  idleMovement,
  loudnessRange,
  movementDeviation,
  placeOfColumn,
  playerCounts,
  playingMovement,
  restingMovement,
  sampleCells,
  sampleKind,
  samplePlaying,
  sampleScene,
  sampleStretch,
  silence,
  singleKinds,
  temperamentRange,
  within,
  type Ensemble,
  type Player,
  type Scene,
} from './scene';

/** A drawn scene and its unnormalised weight; 0 for an impossible one. */
export interface WeightedScene {
  readonly scene: Scene;
  readonly weight: number;
}

/**
 * Posterior scenes given the picture. Known: setting, and of each player in view kind, cell, rhythm and movement. Unknown: the
 * sounding seconds and loudness of each player, a possible player out of view, and the voice.
 */
export function scenesOfPicture(scene: Scene, count: number, random: Random): WeightedScene[] {
  const seen = scene.players.filter(({ inView }) => inView);
  const movements = new Map(seen.map((player) => [player, new MovementLikelihood(player.movement)]));
  return Array.from({ length: count }, () => sceneOfPicture(scene, seen, movements, random));
}

function sceneOfPicture(
  scene: Scene,
  seen: readonly Player[],
  movements: ReadonlyMap<Player, MovementLikelihood>,
  random: Random,
): WeightedScene {
  const ensemble = random.pick(ensembles);
  const someoneHidden = random.chance(0.5);
  const order: (Player | null)[] = random.shuffle(someoneHidden ? [...seen, null] : seen);
  // The proposal takes each order of N players with probability 1 / N!.
  let weight = factorial(order.length) * countChance(order.length) * settingChance(ensemble, scene);
  const kinds: Instrument[] = [];
  const players: Player[] = [];
  for (const known of order) {
    if (known) {
      weight *= kindChance(known.kind, kinds, ensemble);
      kinds.push(known.kind);
      const { pattern, chance, loudness } = (movements.get(known) as MovementLikelihood).sample(players, random);
      weight *= chance;
      players.push({ ...known, loudness, playing: pattern });
    } else {
      const kind = sampleKind(kinds, ensemble, random);
      kinds.push(kind);
      players.push({
        kind,
        place: null,
        cell: null,
        inView: false,
        loudness: within(loudnessRange, random),
        rhythm: random.uniform(),
        playing: samplePlaying(scene.seconds, players, random),
        movement: silence(scene.seconds).map(() => 0),
      });
    }
  }
  weight *= hiddenChance(
    kinds,
    players.find(({ inView }) => !inView),
  );
  weight *= cellsChance(scene, players);
  const voice = random.chance(chances.voice) ? sampleStretch(scene.seconds, random) : silence(scene.seconds);
  return { scene: { ...scene, voice, players }, weight };
}

/**
 * Posterior scenes given the sound. Known: setting, voice, and of each sounding player kind, rhythm, loudness and seconds; two
 * players of a kind count as distinguished, although their sounds add up. Unknown: the silent players, and all places.
 */
export function scenesOfSound(scene: Scene, count: number, random: Random): WeightedScene[] {
  const heard = scene.players.filter(({ playing }) => playing.includes(true));
  return Array.from({ length: count }, () => sceneOfSound(scene, heard, random));
}

function sceneOfSound(scene: Scene, heard: readonly Player[], random: Random): WeightedScene {
  const ensemble = random.pick(ensembles);
  const most = Math.max(...playerCounts) - heard.length;
  const silent = heard.length === 0 ? 1 + random.integer(most) : random.integer(most + 1);
  const order: (Player | null)[] = random.shuffle([...heard, ...Array.from({ length: silent }, (): null => null)]);
  // Silent players differ in draws that come after their place in the order, so N! / silent! orders are distinct.
  let weight =
    (factorial(order.length) / factorial(silent)) * countChance(order.length) * settingChance(ensemble, scene);
  const kinds: Instrument[] = [];
  const drawn: { kind: Instrument; known: Player | null; playing: boolean[] }[] = [];
  for (const known of order) {
    const kind = known ? known.kind : sampleKind(kinds, ensemble, random);
    const playing = known ? known.playing : silence(scene.seconds);
    if (known) weight *= kindChance(kind, kinds, ensemble);
    weight *= playingChance(playing, drawn);
    kinds.push(kind);
    drawn.push({ kind, known, playing });
  }
  const single = singleKinds(kinds);
  const hidden =
    kinds.length > 1 && single.length > 0 && random.chance(chances.hidden) ? random.pick(single) : undefined;
  const cells = sampleCells(
    scene,
    kinds.map((kind) => kind === hidden),
    random,
  );
  const players = drawn.map(({ kind, known, playing }, index): Player => {
    const cell = cells[index] ?? null;
    return {
      kind,
      place: cell && placeOfColumn(cell.column, scene.width),
      cell,
      inView: cell !== null,
      loudness: known ? known.loudness : within(loudnessRange, random),
      rhythm: known ? known.rhythm : random.uniform(),
      playing,
      movement: playing.map(() => 0),
    };
  });
  return { scene: { ...scene, players }, weight };
}

/** Prior scenes, given nothing. */
export const scenesOfNothing = (stage: Scene, count: number, random: Random): WeightedScene[] =>
  Array.from({ length: count }, () => ({ scene: sampleScene(stage.id, stage, random), weight: 1 }));

const factorial = (number: number): number => (number <= 1 ? 1 : number * factorial(number - 1));

const countChance = (count: number): number =>
  playerCounts.filter((other) => other === count).length / playerCounts.length;

const settingChance = ({ outdoors }: Ensemble, { setting }: Scene): number =>
  setting === 'outdoor' ? outdoors : 1 - outdoors;

/** P(kind | previous kinds, ensemble) */
function kindChance(kind: Instrument, before: readonly Instrument[], { members }: Ensemble): number {
  const drawn =
    chances.ofEnsemble * (members.includes(kind) ? 1 / members.length : 0) +
    (1 - chances.ofEnsemble) / instruments.length;
  if (before.length === 0) return drawn;
  const repeated = before.filter((other) => other === kind).length / before.length;
  return chances.repeatedKind * repeated + (1 - chances.repeatedKind) * drawn;
}

/** P(players out of view | kinds) */
function hiddenChance(kinds: readonly Instrument[], hidden: Player | undefined): number {
  const single = kinds.length > 1 ? singleKinds(kinds) : [];
  if (hidden) return single.includes(hidden.kind) ? chances.hidden / single.length : 0;
  return single.length > 0 ? 1 - chances.hidden : 1;
}

/** P(cells of the players in view | their order): a place with a free cell, then one of its cells. */
function cellsChance({ height, width }: Scene, players: readonly Player[]): number {
  const free = new Map(places.map((place) => [place, 0]));
  for (let column = 0; column < width; column += 1) {
    const place = placeOfColumn(column, width);
    free.set(place, (free.get(place) ?? 0) + height);
  }
  let chance = 1;
  for (const { place } of players) {
    if (place === null) continue;
    const room = [...free.values()].filter((cells) => cells > 0).length;
    const cells = free.get(place) ?? 0;
    // In a full picture all cells are equally probable.
    if (cells === 0) continue;
    chance /= room * cells;
    free.set(place, cells - 1);
  }
  return chance;
}

/** P(seconds of playing | previous players) */
function playingChance(
  playing: readonly boolean[],
  before: readonly { readonly playing: readonly boolean[] }[],
): number {
  const partners = before.filter((other) => other.playing.includes(true));
  const { silent, throughout, joinsIn } = chances;
  const first = playing.indexOf(true);
  if (first < 0) return silent;
  const last = playing.lastIndexOf(true);
  const length = last - first + 1;
  if (playing.filter(Boolean).length !== length) return 0;
  const seconds = playing.length;
  const stretch = (1 - silent - throughout - (partners.length > 0 ? joinsIn : 0)) / seconds / (seconds - first);
  const alike = partners.filter((other) => other.playing.every((plays, second) => plays === playing[second])).length;
  return (
    (length === seconds ? throughout : 0) + (partners.length > 0 ? (joinsIn * alike) / partners.length : 0) + stretch
  );
}

/** Steps of the grids over loudness and temperament. */
const loudnessSteps = 24;
const temperamentSteps = 12;
const gridOf = ([from, to]: readonly [number, number], steps: number): number[] =>
  Array.from({ length: steps }, (_, index) => from + ((to - from) * (index + 0.5)) / steps);
const measures = gridOf(loudnessRange, loudnessSteps).flatMap((loudness) =>
  gridOf(temperamentRange, temperamentSteps).map((temperament) => ({ loudness, temperament })),
);

/** Likelihood of a player's movement for each stretch of playing, summed over loudness and temperament. */
class MovementLikelihood {
  private readonly patterns: readonly boolean[][];
  /** Tables by pattern: the likelihood for each entry of {@link measures}, and their sum over the number of entries. */
  private readonly likelihoods: readonly { readonly byMeasure: readonly number[]; readonly mean: number }[];

  constructor(movement: readonly number[]) {
    const seconds = movement.length;
    const silent = movement.map(
      (found) =>
        (1 - chances.idleMovement) * movementDensity(found, restingMovement) +
        chances.idleMovement * movementDensity(found, idleMovement),
    );
    const playing = measures.map(({ loudness, temperament }) =>
      movement.map((found) => movementDensity(found, playingMovement(loudness, temperament))),
    );
    this.patterns = [silence(seconds), ...stretches(seconds)];
    this.likelihoods = this.patterns.map((pattern) => {
      const rest = silent.reduce((product, chance, second) => (pattern[second] ? product : product * chance), 1);
      const byMeasure = playing.map((densities) =>
        densities.reduce((product, chance, second) => (pattern[second] ? product * chance : product), rest),
      );
      return { byMeasure, mean: byMeasure.reduce((sum, value) => sum + value, 0) / byMeasure.length };
    });
  }

  /** Draws seconds and loudness given the previous players. @returns them with the probability of the movement */
  sample(before: readonly Player[], random: Random): { pattern: boolean[]; chance: number; loudness: number } {
    const shares = this.patterns.map(
      (pattern, index) => playingChance(pattern, before) * (this.likelihoods[index]?.mean ?? 0),
    );
    const chosen = pickWeighted(shares, random);
    const measure = measures[pickWeighted(this.likelihoods[chosen]?.byMeasure ?? [], random)];
    return {
      pattern: this.patterns[chosen] as boolean[],
      chance: shares.reduce((sum, share) => sum + share, 0),
      loudness: measure?.loudness ?? 0,
    };
  }
}

/** All stretches of at least one second. */
const stretches = (seconds: number): boolean[][] =>
  Array.from({ length: seconds }, (_, start) =>
    Array.from({ length: seconds - start }, (__, length) =>
      Array.from({ length: seconds }, (___, second) => second >= start && second <= start + length),
    ),
  ).flat();

/** Draws an index in proportion to the weights. */
function pickWeighted(weights: readonly number[], random: Random): number {
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return index < 0 ? weights.length - 1 : index;
}

/** Density of a movement about its mean; at 0 and 1, where it is clipped, the probability beyond. */
function movementDensity(found: number, mean: number): number {
  const distance = (found - mean) / movementDeviation;
  if (found <= 0) return normalBelow(distance);
  if (found >= 1) return normalBelow(-distance);
  return Math.exp(-0.5 * distance * distance) / (movementDeviation * Math.sqrt(2 * Math.PI));
}

/** Φ(x), by Zelen and Severo's approximation (Abramowitz and Stegun 26.2.17), error below 7.5e-8. */
function normalBelow(x: number): number {
  if (x > 0) return 1 - normalBelow(-x);
  const t = 1 / (1 - 0.2316419 * x);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)) * series;
}
