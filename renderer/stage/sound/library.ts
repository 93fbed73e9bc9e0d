import { recalledScoreOf, scoreOf, type Note, type Score } from '../../../graph-nodes/datasets/orchestra/sound/score';
import type { Instrument } from '../../../graph-nodes/datasets/answers';
import type { Sample, SoundBank } from './bank';
import { withFailure } from './failure';
import { fittingLoop, withSmoothLoop } from './loop';
import { mixScore, type Recording } from './mix';
import { sampleFor } from './note';
import type { Heard, SoundFiles } from './stage-sound';
import type { Stereo } from './stereo';

/** Decodes an Ogg Vorbis stream of one channel without resampling. */
export type Decode = (stream: Uint8Array<ArrayBuffer>, rate: number) => Promise<Float32Array>;

/** Number of cached mixes: the scene and recalls of some variants. */
const keptMixes = 8;

/** Sounds of the stage: reads and decodes samples on demand, and mixes scenes and recalls. */
export class SoundLibrary {
  private bank: Promise<SoundBank> | undefined;
  private readonly files = new Map<Instrument, Promise<Uint8Array<ArrayBuffer>>>();
  private readonly recordings = new Map<Sample, Promise<Recording>>();
  private readonly mixes = new Map<string, Promise<Stereo>>();

  constructor(
    private readonly sources: SoundFiles,
    private readonly decode: Decode = decodeInBrowser,
    private readonly pause: () => Promise<void> = afterDrawing,
  ) {}

  /** Reads the files of some kinds in advance. */
  async load(kinds: readonly Instrument[]): Promise<void> {
    await Promise.all(kinds.map((kind) => this.fileOf(kind)));
  }

  /** Mix of a scene without failure and recall. */
  mixOf(heard: Pick<Heard, 'scene'>): Promise<Stereo> {
    return this.mixed(scoreOf(heard.scene));
  }

  /** Audible sound, with failure and recall. */
  async render(heard: Heard): Promise<Stereo> {
    const { failure, recalled, scene } = heard;
    const sound = await this.mixOf(heard);
    const missing = failure?.kind === 'missing' && recalled !== null;
    return withFailure(sound, failure, missing ? await this.mixed(recalledScoreOf(scene, recalled)) : null);
  }

  /** Decoded sample of a kind. */
  recordingOf(kind: Instrument, sample: Sample): Promise<Recording> {
    const recording = this.recordings.get(sample) ?? this.read(kind, sample);
    this.recordings.set(sample, recording);
    recording.catch(() => this.recordings.delete(sample));
    return recording;
  }

  private mixed(score: Score): Promise<Stereo> {
    const key = JSON.stringify(score);
    const kept = this.mixes.get(key);
    this.mixes.delete(key);
    const mix = kept ?? this.mix(score);
    this.mixes.set(key, mix);
    mix.catch(() => this.mixes.delete(key));
    for (const oldest of [...this.mixes.keys()].slice(0, -keptMixes)) this.mixes.delete(oldest);
    return mix;
  }

  private async mix(score: Score): Promise<Stereo> {
    const bank = await this.index();
    const sampleOf = (note: Note) => sampleFor(bank.kinds[note.kind], note.pitch);
    const needed = new Map(score.notes.flatMap((note) => [[sampleOf(note), note.kind] as const]));
    const recordings = new Map<Sample | undefined, Recording>();
    await Promise.all(
      [...needed].map(async ([sample, kind]) => {
        if (sample) recordings.set(sample, await this.recordingOf(kind, sample));
      }),
    );
    return mixScore(score, (note) => recordings.get(sampleOf(note)), this.pause);
  }

  private index(): Promise<SoundBank> {
    this.bank ??= this.sources
      .bytes('index.json')
      .then((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as SoundBank);
    this.bank.catch(() => (this.bank = undefined));
    return this.bank;
  }

  private fileOf(kind: Instrument): Promise<Uint8Array<ArrayBuffer>> {
    const file = this.files.get(kind) ?? this.sources.bytes(`${kind}.bin`);
    this.files.set(kind, file);
    file.catch(() => this.files.delete(kind));
    return file;
  }

  private async read(kind: Instrument, sample: Sample): Promise<Recording> {
    const { offset, length, rate } = sample;
    const file = await this.fileOf(kind);
    const audio = await this.decode(file.slice(offset, offset + length), rate);
    const loop = sample.loop && fittingLoop(sample.loop, audio.length);
    return { sample: { ...sample, loop }, audio: loop ? withSmoothLoop(audio, loop) : audio };
  }
}

const decodeInBrowser: Decode = async (stream, rate) => {
  const context = new OfflineAudioContext({ numberOfChannels: 1, length: 1, sampleRate: rate });
  return (await context.decodeAudioData(stream.buffer)).getChannelData(0);
};

const afterDrawing = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Files of the sounds beside the editor. */
export const fetchedSounds: SoundFiles = {
  async bytes(name) {
    const answer = await fetch(`./sounds/${name}`);
    if (!answer.ok) throw new Error(`sounds/${name}: ${String(answer.status)}`);
    return new Uint8Array(await answer.arrayBuffer());
  },
};

/** Files of the sounds inside a page, as base64 by name. */
export const inlinedSounds = (files: Readonly<Record<string, string>>): SoundFiles => ({
  bytes(name) {
    const file = files[name];
    if (file === undefined) return Promise.reject(new Error(`sounds/${name} is not in this page.`));
    return Promise.resolve(Uint8Array.from(atob(file), (character) => character.charCodeAt(0)));
  },
});
