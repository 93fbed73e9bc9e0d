import { describe, expect, it } from 'vitest';
import type { Instrument } from '../answers';
import { Random } from '../../graph/random';
import { audioWidth } from './parameters';
import { createWorld, renderScene } from './render';
import { sampleScene, type Player, type Scene } from './scene';

const stage = { seconds: 4, height: 2, width: 3 };
const channels = 64;
const world = createWorld(stage.height, stage.width, channels);

const player = (changes: Partial<Player> = {}): Player => ({
  kind: 'violin',
  place: 'middle',
  cell: { row: 1, column: 1 },
  inView: true,
  loudness: 0.5,
  rhythm: 0.25,
  playing: [false, true, true, false],
  movement: [0, 0.5, 0.75, 0],
  ...changes,
});

const scene = (players: Player[], changes: Partial<Scene> = {}): Scene => ({
  id: 'scene',
  ...stage,
  setting: 'indoor',
  voice: [false, false, false, false],
  players,
  ...changes,
});

function render(shown: Scene, noise = 0): { audio: Float32Array; visual: Float32Array } {
  const { audio, visual } = renderScene(shown, world, noise, new Random(1, shown.id));
  if (!audio || !visual) throw new Error('Orchestra has sound and picture.');
  return { audio, visual };
}

const direction = (values: ReadonlyMap<string | number, Float32Array>, key: string): Float32Array => {
  const found = values.get(key);
  if (!found) throw new Error(`There is no direction of ${key}.`);
  return found;
};

/** Component of x along a direction d: x·d / d·d. */
function amount(x: Float32Array, d: Float32Array): number {
  let along = 0;
  let length = 0;
  d.forEach((value, index) => {
    along += value * (x[index] ?? 0);
    length += value * value;
  });
  return along / length;
}

const second = (audio: Float32Array, t: number) => audio.subarray(t * audioWidth, (t + 1) * audioWidth);
const cellAt = (visual: Float32Array, t: number, row: number, column: number) => {
  const start = ((t * stage.height + row) * stage.width + column) * channels;
  return visual.subarray(start, start + channels);
};
/** a − b, elementwise. */
const minus = (a: Float32Array, b: Float32Array) => a.map((value, index) => value - (b[index] ?? 0));

describe('the features of a scene', () => {
  const empty = render(scene([]));

  it('are finite, of shape [T, 128] and [T, H, W, C]', () => {
    for (let index = 0; index < 20; index += 1) {
      const { audio, visual } = render(sampleScene(`scene-${index}`, stage, new Random(index)), 0.5);
      expect(audio).toHaveLength(stage.seconds * audioWidth);
      expect(visual).toHaveLength(stage.seconds * stage.height * stage.width * channels);
      expect(audio.every(Number.isFinite) && visual.every(Number.isFinite)).toBe(true);
    }
  });

  it('add up: the sound of two players is the sum of their differences from silence', () => {
    const violin = player();
    const tuba = player({ kind: 'tuba', cell: { row: 0, column: 2 }, place: 'right', loudness: 1 });
    const both = render(scene([violin, tuba]));
    const [one, other] = [render(scene([violin])), render(scene([tuba]))];
    for (const part of ['audio', 'visual'] as const) {
      const sum = minus(one[part], empty[part]).map((value, index) => value + (other[part][index] ?? 0));
      both[part].forEach((value, index) => expect(value).toBeCloseTo(sum[index] ?? NaN, 4));
    }
  });

  it('are the kind’s sound and texture by loudness and rhythm, in the seconds in which it plays', () => {
    const { audio } = render(scene([player({ loudness: 0.5, rhythm: 0.25 })]));
    const heard = minus(audio, empty.audio);
    const [sound, texture] = [direction(world.sound, 'violin'), direction(world.texture, 'violin')];
    expect(Math.max(...second(heard, 0).map(Math.abs), ...second(heard, 3).map(Math.abs))).toBe(0);
    const mix = sound.map((value, index) => 0.5 * (value + 0.25 * (texture[index] ?? 0)));
    const scale = amount(second(heard, 1), mix);
    expect(scale).toBeGreaterThan(0);
    second(heard, 1).forEach((value, index) => expect(value).toBeCloseTo(scale * (mix[index] ?? NaN), 4));
  });

  it('grow with loudness', () => {
    const sound = direction(world.sound, 'violin');
    const heard = [0.3, 0.6, 0.9].map((loudness) =>
      amount(second(minus(render(scene([player({ loudness, rhythm: 0 })])).audio, empty.audio), 1), sound),
    );
    expect((heard[1] ?? 0) / (heard[0] ?? 1)).toBeCloseTo(2, 4);
    expect((heard[2] ?? 0) / (heard[0] ?? 1)).toBeCloseTo(3, 4);
  });

  it('show a player only in its cell, and brighter with more movement', () => {
    const look = direction(world.look, 'violin');
    const shown = minus(render(scene([player({ rhythm: 0 })])).visual, empty.visual);
    const bright = [0, 1, 2].map((t) => amount(cellAt(shown, t, 1, 1), look));
    expect(bright[0]).toBeGreaterThan(0);
    expect(bright[1]).toBeGreaterThan(bright[0] ?? NaN);
    expect(bright[2]).toBeGreaterThan(bright[1] ?? NaN);
    for (const [row, column] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 2],
    ] as const) {
      expect(Math.max(...cellAt(shown, 1, row, column).map(Math.abs))).toBe(0);
    }
  });

  it('do not show a player out of view, but contain its sound', () => {
    const hidden = render(scene([player({ inView: false, cell: null, place: null })]));
    expect(hidden.visual).toEqual(empty.visual);
    expect(hidden.audio).not.toEqual(empty.audio);
  });

  it('distinguish speech from silence, and indoors from outdoors by picture and by sound', () => {
    expect(second(render(scene([], { voice: [false, true, false, false] })).audio, 1)).not.toEqual(
      second(empty.audio, 1),
    );
    const outdoors = render(scene([], { setting: 'outdoor' }));
    expect(outdoors.visual).not.toEqual(empty.visual);
    expect(outdoors.audio).not.toEqual(empty.audio);
  });

  it('have noise of the given deviation, the same for the same seed', () => {
    const [noisy, again] = [render(scene([]), 0.5), render(scene([]), 0.5)];
    expect(noisy).toEqual(again);
    const noise = minus(noisy.visual, empty.visual);
    const variance = noise.reduce((sum, value) => sum + value * value, 0) / noise.length;
    expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
  });
});

describe('picture and sound', () => {
  const scenes = Array.from({ length: 2000 }, (_, index) =>
    sampleScene(`scene-${index}`, stage, new Random(index, 'correlation')),
  );
  /** Values of every player in view, by second: its brightness in its cell, its strength in the sound, and whether it plays. */
  const moments = scenes.flatMap((shown) => {
    const { audio, visual } = render(shown, 0.5);
    return shown.players.flatMap(({ kind, cell, playing }) =>
      cell === null
        ? []
        : playing.map((plays, t) => ({
            bright: amount(cellAt(visual, t, cell.row, cell.column), direction(world.look, kind)),
            loud: amount(second(audio, t), direction(world.sound, kind)),
            absent: amount(second(audio, t), direction(world.sound, absentFrom(shown))),
            plays,
          })),
    );
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('agree: the sound of a visibly playing player is in the audio, through the noise', () => {
    const playing = moments.filter(({ plays }) => plays);
    expect(mean(playing.map(({ loud }) => loud))).toBeGreaterThan(
      mean(playing.map(({ absent }) => Math.abs(absent))) + 0.3,
    );
    const stronger = playing.filter(({ loud, absent }) => loud > absent);
    expect(stronger.length / playing.length).toBeGreaterThan(0.9);
  });

  it('are correlated, so that one can be predicted from the other in part', () => {
    const [bright, loud] = [mean(moments.map((moment) => moment.bright)), mean(moments.map((moment) => moment.loud))];
    const covariance = mean(moments.map((moment) => (moment.bright - bright) * (moment.loud - loud)));
    const deviation = (values: readonly number[], centre: number) =>
      Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
    const correlation =
      covariance /
      deviation(
        moments.map((moment) => moment.bright),
        bright,
      ) /
      deviation(
        moments.map((moment) => moment.loud),
        loud,
      );
    expect(correlation).toBeGreaterThan(0.5);
    expect(correlation).toBeLessThan(0.98);
  });
});

function absentFrom({ players }: Scene): Instrument {
  return (['suona', 'tuba', 'banjo', 'flute', 'drum', 'cello', 'pipa'] as const).find(
    (candidate) => !players.some(({ kind }) => kind === candidate),
  ) as Instrument;
}
