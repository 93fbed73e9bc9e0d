import { instruments, settings } from '../answers';
import type { Features } from '../dataset';
import { Random } from '../../graph/random';
import { audioWidth } from './parameters';
import type { Scene } from './scene';

/** Look and sound of all instruments: random directions with entries from N(0, 1), the same for every seed. */
export interface World {
  readonly visualWidth: number;
  /** Sound of each kind, and its change with fast playing, each [audioWidth]. */
  readonly sound: Directions;
  readonly texture: Directions;
  /** Look of each kind, and its change with fast movement, each [visualWidth]. */
  readonly look: Directions;
  readonly gesture: Directions;
  readonly voice: Float32Array;
  readonly reverberation: Directions;
  readonly background: Directions;
  /** Position code, as in the features of a convolutional network. */
  readonly row: Directions;
  readonly column: Directions;
}

type Directions = ReadonlyMap<string | number, Float32Array>;

export function createWorld(height: number, width: number, visualWidth: number): World {
  const directions = (name: string, keys: readonly (string | number)[], length: number): Directions =>
    new Map(keys.map((key) => [key, new Random(0, `orchestra/world/${name}/${key}`).normals(length)]));
  const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  return {
    visualWidth,
    sound: directions('sound', instruments, audioWidth),
    texture: directions('texture', instruments, audioWidth),
    look: directions('look', instruments, visualWidth),
    gesture: directions('gesture', instruments, visualWidth),
    voice: new Random(0, 'orchestra/world/voice').normals(audioWidth),
    reverberation: directions('reverberation', settings, audioWidth),
    background: directions('background', settings, visualWidth),
    row: directions('row', indices(height), visualWidth),
    column: directions('column', indices(width), visualWidth),
  };
}

/** Scale that gives the sums of sounds and of looks about unit variance. */
const audioScale = 0.7;
const visualScale = 0.8;

/** Loudness of speech, and the shares of room, background and position, relative to an instrument's 1. */
const voiceLoudness = 0.8;
const reverberationShare = 0.3;
const backgroundShare = 0.5;
const positionShare = 0.4;
/** Brightness of a player without movement. */
const rest = 0.6;

/**
 * Features of a scene; noise is drawn from `random`.
 *
 *     audio_t = Σ_playing loudness · (sound + rhythm · texture) + voice + reverberation + noise          [T, 128]
 *     visual_tc = Σ_players (rest + movement) · look + movement · rhythm · gesture + place + noise       [T, H, W, C]
 */
export function renderScene(scene: Scene, world: World, noise: number, random: Random): Features {
  return { audio: renderAudio(scene, world, noise, random), visual: renderVisual(scene, world, noise, random) };
}

function renderAudio(scene: Scene, world: World, noise: number, random: Random): Float32Array {
  const audio = gaussian(scene.seconds * audioWidth, noise, random);
  for (let second = 0; second < scene.seconds; second += 1) {
    const add = adderAt(audio, second * audioWidth, audioScale);
    add(world.reverberation.get(scene.setting), reverberationShare);
    if (scene.voice[second]) add(world.voice, voiceLoudness);
    for (const { kind, loudness, rhythm, playing } of scene.players) {
      if (!playing[second]) continue;
      add(world.sound.get(kind), loudness);
      add(world.texture.get(kind), loudness * rhythm);
    }
  }
  return audio;
}

function renderVisual(scene: Scene, world: World, noise: number, random: Random): Float32Array {
  const { seconds, height, width } = scene;
  const visual = gaussian(seconds * height * width * world.visualWidth, noise, random);
  const adder = (second: number, row: number, column: number): Add =>
    adderAt(visual, ((second * height + row) * width + column) * world.visualWidth, visualScale);
  for (let second = 0; second < seconds; second += 1) {
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const add = adder(second, row, column);
        add(world.background.get(scene.setting), backgroundShare);
        add(world.row.get(row), positionShare);
        add(world.column.get(column), positionShare);
      }
    }
    for (const { kind, cell, rhythm, movement } of scene.players) {
      if (cell === null) continue;
      const add = adder(second, cell.row, cell.column);
      const moves = movement[second] ?? 0;
      add(world.look.get(kind), rest + moves);
      add(world.gesture.get(kind), moves * rhythm);
    }
  }
  return visual;
}

function gaussian(length: number, deviation: number, random: Random): Float32Array {
  const values = new Float32Array(length);
  for (let index = 0; index < length; index += 1) values[index] = deviation * random.normal();
  return values;
}

type Add = (direction: Float32Array | undefined, weight: number) => void;

/** Adds weighted directions to the values that start at `offset`. */
function adderAt(values: Float32Array, offset: number, scale: number): Add {
  return (direction, weight) => {
    if (direction === undefined) return;
    const factor = scale * weight;
    for (let index = 0; index < direction.length; index += 1) {
      values[offset + index] = (values[offset + index] ?? 0) + factor * (direction[index] ?? 0);
    }
  };
}
