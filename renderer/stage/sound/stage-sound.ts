import type { Failure, Nearest } from '../../../engine/contract/stage';
import type { Instrument } from '../../../graph-nodes/datasets/answers';
import type { Scene } from '../../../graph-nodes/datasets/orchestra/scene';

/** Sound of a scene, as the microphone records it and as the model recalls it. */
export interface Heard {
  readonly scene: Scene;
  /** Failure of the microphone; null: it works. Failing seconds are silent; `noisy` adds hiss to them. */
  readonly failure: Failure | null;
  /**
   * Recalled content by second [T]; null: nothing is recalled. It sounds in the failing seconds alone, and each note is as
   * loud as its instrument is certain.
   */
  readonly recalled: readonly (readonly Nearest[])[] | null;
}

/** `unavailable`: the sounds could not be read or the browser cannot decode them. The clock works all the same. */
export type SoundState = 'idle' | 'loading' | 'ready' | 'unavailable';

/** State of the player; a new object after each change, so that `snapshot` suits `useSyncExternalStore`. */
export interface SoundSnapshot {
  readonly state: SoundState;
  readonly playing: boolean;
  /** True: the listener muted the sound, whatever the microphone does. */
  readonly muted: boolean;
  /** Length of the scene in seconds; 0 before the first `show`. */
  readonly seconds: number;
}

/** Player of one scene. The caller reads `position` in its animation frames. */
export interface StageSound {
  /** Loads the sounds of some kinds beforehand; all of them by default. `show` loads what its scene needs. */
  load(kinds?: readonly Instrument[]): Promise<void>;
  /**
   * Sets the sound. A change of `failure` or `recalled` is heard at the present position within 50 ms, while playing too. A
   * scene with another `id` stops playing and starts at 0; an edited scene with the same `id` plays on.
   */
  show(heard: Heard): Promise<void>;
  /**
   * Plays from a second; from the present position by default, and from 0 at the end. A browser permits sound after the
   * first click or key on the page; until then the promise waits, and the scene plays without sound.
   */
  play(from?: number): Promise<void>;
  pause(): void;
  seek(seconds: number): void;
  /** Position in seconds, at most the length of the scene, by the clock of the sound. */
  readonly position: number;
  /** Loudness of the present sound about the position, 0 to 1, for a meter. 0 while paused. */
  level(): number;
  setMuted(muted: boolean): void;
  readonly snapshot: () => SoundSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  /** Stops and frees the sound. */
  close(): void;
}

/**
 * Files of the sounds. The studio reads them beside the editor; a self-contained page has them inside. `bytes` rejects if a
 * file cannot be read.
 */
export interface SoundFiles {
  readonly bytes: (name: string) => Promise<Uint8Array<ArrayBuffer>>;
}
