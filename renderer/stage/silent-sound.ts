import type { SoundSnapshot, StageSound } from './sound/stage-sound';

/** A player without sound, with only the clock. */
export function silentSound(now: () => number = () => performance.now()): StageSound {
  let snapshot: SoundSnapshot = { state: 'unavailable', playing: false, muted: true, seconds: 0 };
  let scene: string | undefined;
  let position = 0;
  let since = 0;
  const listeners = new Set<() => void>();
  const change = (part: Partial<SoundSnapshot>): void => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };
  const present = (): number => Math.min(snapshot.seconds, position + (snapshot.playing ? (now() - since) / 1000 : 0));
  const seek = (seconds: number): void => {
    position = seconds;
    since = now();
  };
  return {
    load: () => Promise.resolve(),
    show({ scene: { id, seconds } }) {
      const other = id !== scene;
      scene = id;
      if (other) seek(0);
      change({ seconds, ...(other && { playing: false }) });
      return Promise.resolve();
    },
    play(from) {
      seek(from ?? (present() >= snapshot.seconds ? 0 : present()));
      change({ playing: true });
      return Promise.resolve();
    },
    pause() {
      seek(present());
      change({ playing: false });
    },
    seek,
    get position() {
      return present();
    },
    level: () => 0,
    setMuted: (muted) => change({ muted }),
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => undefined,
  };
}
