import type { StageSound } from './sound/stage-sound';

/** Calls back before each frame until it is stopped. */
type Frames = (run: () => void) => () => void;

/** Minimum milliseconds between two drawings, because the machine may be training a model. */
const leastInterval = 30;

const animationFrames: Frames = (run) => {
  let last = -Infinity;
  let id = requestAnimationFrame(function next(now) {
    if (now - last >= leastInterval) {
      last = now;
      run();
    }
    id = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(id);
};

/** Time of the stage by the clock of its sound. A scene that plays to its end starts again. */
export class Clock {
  private readonly listeners = new Set<(time: number) => void>();
  private stopFrames: (() => void) | undefined;

  constructor(
    readonly sound: StageSound,
    private readonly frames: Frames = animationFrames,
  ) {}

  /** Follows the sound; returns the function that stops. */
  start(): () => void {
    const leave = this.sound.subscribe(() => this.follow());
    this.follow();
    return () => {
      leave();
      this.stopFrames?.();
      this.stopFrames = undefined;
    };
  }

  get time(): number {
    return this.sound.position;
  }

  /** Subscribes to the time, every frame while the scene plays, and every change otherwise; returns the function that stops. */
  onTime(listener: (time: number) => void): () => void {
    this.listeners.add(listener);
    listener(this.time);
    return () => this.listeners.delete(listener);
  }

  seek(seconds: number): void {
    this.sound.seek(Math.max(0, Math.min(seconds, this.sound.snapshot().seconds)));
    this.notify();
  }

  toggle(): void {
    if (this.sound.snapshot().playing) this.sound.pause();
    else void this.sound.play();
  }

  private follow(): void {
    const { playing, seconds } = this.sound.snapshot();
    if (playing && this.stopFrames === undefined) this.stopFrames = this.frames(() => this.frame());
    if (!playing && this.stopFrames !== undefined) {
      this.stopFrames();
      this.stopFrames = undefined;
      // The sound stopped at the end of the scene.
      if (seconds > 0 && this.time >= seconds) void this.sound.play(0);
    }
    this.notify();
  }

  private frame(): void {
    const { seconds } = this.sound.snapshot();
    if (seconds > 0 && this.time >= seconds) void this.sound.play(0);
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener(this.time);
  }
}
