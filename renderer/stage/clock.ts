import type { StageSound } from './sound/stage-sound';

/** Calls back before each frame until it is stopped. */
type Frames = (run: () => void) => () => void;

const animationFrames: Frames = (run) => {
  let id = requestAnimationFrame(function next() {
    run();
    id = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(id);
};

/** Time of the stage by the clock of its sound. A scene that plays to its end starts again. */
export class Clock {
  private readonly listeners = new Set<(time: number) => void>();
  private stopFrames: (() => void) | undefined;
  private readonly leave: () => void;

  constructor(
    readonly sound: StageSound,
    private readonly frames: Frames = animationFrames,
  ) {
    this.leave = sound.subscribe(() => this.follow());
    this.follow();
  }

  get time(): number {
    return this.sound.position;
  }

  /** Hears the present time, every frame while the scene plays, and every change otherwise; returns how to stop. */
  onTime(listener: (time: number) => void): () => void {
    this.listeners.add(listener);
    listener(this.time);
    return () => this.listeners.delete(listener);
  }

  seek(seconds: number): void {
    this.sound.seek(Math.max(0, Math.min(seconds, this.sound.snapshot().seconds)));
    this.tell();
  }

  toggle(): void {
    if (this.sound.snapshot().playing) this.sound.pause();
    else void this.sound.play();
  }

  close(): void {
    this.leave();
    this.stopFrames?.();
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
    this.tell();
  }

  private frame(): void {
    const { seconds } = this.sound.snapshot();
    if (seconds > 0 && this.time >= seconds) void this.sound.play(0);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener(this.time);
  }
}
