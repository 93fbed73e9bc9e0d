import type { Failure, Nearest } from '../../../engine/contract/stage';
import type { Instrument } from '../../../graph-nodes/datasets/answers';
import type { Scene } from '../../../graph-nodes/datasets/orchestra/scene';

/** Sound of a scene, recorded by the microphone and recalled by the model. */
export interface Heard {
  readonly scene: Scene;
  /** Failure of the microphone; null: it works. Failing seconds are silent; `noisy` adds hiss to them. */
  readonly failure: Failure | null;
  /**
   * Recalled content by second [T]; null: none. It sounds only in the failing seconds, and the loudness of a note is the
   * probability of its instrument.
   */
  readonly recalled: readonly (readonly Nearest[])[] | null;
}

/** `unavailable`: the sounds could not be read, or the browser cannot decode them. The clock still works. */
export type SoundState = 'idle' | 'loading' | 'ready' | 'unavailable';

/** State of the player; a new object after each change, as `useSyncExternalStore` needs it. */
export interface SoundSnapshot {
  readonly state: SoundState;
  readonly playing: boolean;
  /** True: the listener muted the sound, independent of the microphone. */
  readonly muted: boolean;
  /** Length of the scene in seconds; 0 before the first `show`. */
  readonly seconds: number;
}

/** Player of one scene. The caller reads `position` in its animation frames. */
export interface StageSound {
  /** Loads the sounds of some kinds in advance; all of them by default. `show` loads the sounds of its scene. */
  load(kinds?: readonly Instrument[]): Promise<void>;
  /**
   * Sets the sound. A change of `failure` or `recalled` is audible at the current position within 50 ms, also during playback.
   * A scene with another `id` stops the playback and starts at 0; an edited scene with the same `id` continues.
   */
  show(heard: Heard): Promise<void>;
  /**
   * Plays from a second; from the current position by default, and from 0 at the end. A browser permits sound after the first
   * click or key on the page. Until then the promise waits, and the scene plays without sound.
   */
  play(from?: number): Promise<void>;
  pause(): void;
  seek(seconds: number): void;
  /** Position in seconds, at most the length of the scene, by the clock of the sound. */
  readonly position: number;
  /** Loudness of the current sound around the position, 0 to 1, for a meter; 0 while paused. */
  level(): number;
  setMuted(muted: boolean): void;
  readonly snapshot: () => SoundSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  /** Stops and frees the sound. */
  close(): void;
}

/**
 * Files of the sounds. The studio reads them beside the editor; a self-contained page contains them. `bytes` rejects if a file
 * cannot be read.
 */
export interface SoundFiles {
  readonly bytes: (name: string) => Promise<Uint8Array<ArrayBuffer>>;
}
