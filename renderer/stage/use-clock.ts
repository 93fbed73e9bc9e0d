import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Clock } from './clock';
import type { SoundSnapshot, StageSound } from './sound/stage-sound';

/** Clock of a sound during the life of a component. */
export function useClock(sound: StageSound): Clock {
  const clock = useMemo(() => new Clock(sound), [sound]);
  useEffect(() => clock.start(), [clock]);
  return clock;
}

/** Current second of the clock. */
export function useSecond(clock: Clock, seconds: number): number {
  const [second, setSecond] = useState(0);
  useEffect(
    () => clock.onTime((time) => setSecond(Math.max(0, Math.min(seconds - 1, Math.floor(time))))),
    [clock, seconds],
  );
  return second;
}

export const useSound = (sound: StageSound): SoundSnapshot => useSyncExternalStore(sound.subscribe, sound.snapshot);
