import type { Instrument } from '../../../graph-nodes/datasets/answers';
import { instruments } from '../../../graph-nodes/datasets/answers';
import { withFailure } from './failure';
import type { SoundLibrary } from './library';
import type { Heard, SoundSnapshot, StageSound } from './stage-sound';
import { frameOf, levelOf, mixRate, type Stereo } from './stereo';

/** Seconds in which a changed sound replaces the previous one. */
const crossfade = 0.015;
/** Milliseconds after an edit in which another one replaces it. */
const editPause = 120;
/** Length of the sound that `level` measures, in seconds. */
const meterSpan = 0.05;

/** Playing sound, or silence of the same length while the browser has no sound or does not permit it yet. */
interface Playback {
  /** Position at `since`. */
  readonly from: number;
  /** Time of `clock`, in seconds. */
  readonly since: number;
  readonly clock: () => number;
  readonly stop: () => void;
}

/** Plays one scene through Web Audio. */
export function createStageSound(library: SoundLibrary): StageSound {
  return new Player(library);
}

class Player implements StageSound {
  private state: SoundSnapshot = { state: 'idle', playing: false, muted: false, seconds: 0 };
  private readonly listeners = new Set<() => void>();
  private context: AudioContext | undefined;
  private output: GainNode | undefined;
  private heard: Heard | undefined;
  private sound: Stereo | undefined;
  private rest = 0;
  private playback: Playback | undefined;
  private endTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly library: SoundLibrary) {}

  readonly snapshot = (): SoundSnapshot => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  async load(kinds: readonly Instrument[] = instruments): Promise<void> {
    try {
      await this.library.load(kinds);
    } catch {
      this.set({ state: 'unavailable' });
    }
  }

  async show(heard: Heard): Promise<void> {
    const before = this.heard?.scene;
    const other = before?.id !== heard.scene.id;
    this.heard = heard;
    if (other) {
      this.pause();
      this.rest = 0;
      this.sound = undefined;
    }
    this.set({ seconds: heard.scene.seconds, ...(other && { state: 'loading' }) });
    // Only the last of several quick edits is mixed.
    if (!other && before !== heard.scene) await new Promise((resolve) => setTimeout(resolve, editPause));
    if (this.heard !== heard) return;
    try {
      // The failure is audible at once. The recall follows when it is mixed.
      const sound = await this.library.mixOf(heard);
      if (this.heard !== heard) return;
      if (heard.recalled !== null) this.hear(withFailure(sound, heard.failure, null));
      const complete = await this.library.render(heard);
      if (this.heard !== heard) return;
      this.hear(complete);
      this.set({ state: 'ready' });
    } catch {
      if (this.heard === heard) this.set({ state: 'unavailable' });
    }
  }

  async play(from = this.position): Promise<void> {
    const { seconds } = this.state;
    const start = from >= seconds ? 0 : Math.max(0, from);
    this.stop();
    this.context ??= this.newContext();
    this.begin(start);
    this.set({ playing: true });
    // A browser permits sound after the first click or key. Until then the scene plays without it.
    if (this.context?.state === 'suspended') await this.context.resume();
  }

  pause(): void {
    this.rest = this.position;
    this.stop();
    this.set({ playing: false });
  }

  seek(seconds: number): void {
    const target = Math.min(this.state.seconds, Math.max(0, seconds));
    const { playing } = this.state;
    this.stop();
    this.rest = target;
    if (playing) this.begin(target);
  }

  get position(): number {
    if (!this.playback) return this.rest;
    return Math.min(this.state.seconds, Math.max(0, this.playback.from + this.playback.clock() - this.playback.since));
  }

  level(): number {
    if (!this.playback || !this.sound || this.state.muted) return 0;
    const at = frameOf(this.position);
    return Math.min(1, levelOf(this.sound, at - frameOf(meterSpan / 2), at + frameOf(meterSpan / 2)) / 0.35);
  }

  setMuted(muted: boolean): void {
    this.set({ muted });
    if (this.output && this.context) this.output.gain.setTargetAtTime(muted ? 0 : 1, this.context.currentTime, 0.005);
  }

  close(): void {
    this.pause();
    this.listeners.clear();
    void this.context?.close();
    this.context = undefined;
    this.output = undefined;
  }

  /** Replaces the sound, at the current position if it plays. */
  private hear(sound: Stereo): void {
    if (sound === this.sound) return;
    this.sound = sound;
    this.restart();
  }

  /** Continues from the current position, with the current sound and clock. */
  private restart(): void {
    if (!this.playback) return;
    const at = this.position;
    this.stop();
    this.begin(at);
  }

  private begin(from: number): void {
    const left = this.state.seconds - from;
    const clock = this.clock();
    this.playback = { from, since: clock(), clock, stop: this.start(from) };
    this.endTimer = setTimeout(() => this.end(), left * 1000 + 20);
  }

  private end(): void {
    // The clock of the sound may be behind the timer.
    const left = this.state.seconds - this.position;
    if (left > 0.001) {
      this.endTimer = setTimeout(() => this.end(), left * 1000 + 20);
      return;
    }
    this.pause();
  }

  private stop(): void {
    clearTimeout(this.endTimer);
    this.playback?.stop();
    this.playback = undefined;
  }

  /** Starts the sound from a position. @returns the function that fades it out */
  private start(from: number): () => void {
    const { context, sound } = this;
    if (context?.state !== 'running' || !sound) return () => undefined;
    this.output ??= outputOf(context, this.state.muted);
    const buffer = context.createBuffer(2, sound.left.length, mixRate);
    buffer.copyToChannel(sound.left, 0);
    buffer.copyToChannel(sound.right, 1);
    const source = context.createBufferSource();
    source.buffer = buffer;
    const fade = context.createGain();
    fade.gain.setValueAtTime(0, context.currentTime);
    fade.gain.linearRampToValueAtTime(1, context.currentTime + crossfade);
    source.connect(fade).connect(this.output);
    source.start(0, from);
    return () => {
      fade.gain.cancelScheduledValues(context.currentTime);
      fade.gain.setTargetAtTime(0, context.currentTime, crossfade / 4);
      source.stop(context.currentTime + 2 * crossfade);
    };
  }

  /** Clock of the sound in seconds; that of the page if there is none. */
  private clock(): () => number {
    const { context } = this;
    return context?.state === 'running' ? () => context.currentTime : () => performance.now() / 1000;
  }

  /** Undefined if the browser has no sound. */
  private newContext(): AudioContext | undefined {
    try {
      const context = new AudioContext();
      context.addEventListener('statechange', () => this.restart());
      return context;
    } catch {
      return undefined;
    }
  }

  private set(change: Partial<SoundSnapshot>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

function outputOf(context: AudioContext, muted: boolean): GainNode {
  const output = context.createGain();
  output.gain.value = muted ? 0 : 1;
  output.connect(context.destination);
  return output;
}
