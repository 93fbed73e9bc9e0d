import { expect, it } from 'vitest';
import { trio } from '../../test/fixtures/stage';
import { Clock } from './clock';
import { silentSound } from './silent-sound';

/** A clock whose frames and time are controlled by a test. */
function clockOf() {
  let now = 0;
  let frame: (() => void) | undefined;
  const sound = silentSound(() => now);
  void sound.show({ scene: trio, failure: null, recalled: null });
  const clock = new Clock(sound, (run) => {
    frame = run;
    return () => (frame = undefined);
  });
  const stop = clock.start();
  const times: number[] = [];
  clock.onTime((time) => times.push(time));
  const pass = (seconds: number): void => {
    now += 1000 * seconds;
    frame?.();
  };
  return { clock, sound, times, pass, stop, moves: () => frame !== undefined };
}

it('has frames only while the scene plays', () => {
  const { clock, times, pass, moves } = clockOf();
  expect(moves()).toBe(false);
  clock.toggle();
  pass(1.5);
  expect([moves(), times.at(-1)]).toEqual([true, 1.5]);
  clock.toggle();
  expect(moves()).toBe(false);
});

it('starts again at the end, and scrubs within the scene', () => {
  const { clock, times, pass } = clockOf();
  clock.toggle();
  pass(4.2);
  pass(0.5);
  expect(times.at(-1)).toBe(0.5);
  clock.seek(9);
  expect(clock.time).toBe(4);
  clock.seek(-1);
  expect(clock.time).toBe(0);
});

it('has no frames after it is stopped', () => {
  const { clock, stop, moves } = clockOf();
  clock.toggle();
  stop();
  expect(moves()).toBe(false);
});
