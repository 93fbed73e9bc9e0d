import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Random } from '../../../graph-nodes/graph/random';
import { sampleScene } from '../../../graph-nodes/datasets/orchestra/scene';
import { builtLibrary } from '../../../test/fixtures/sounds';
import { createStageSound } from './player';
import { SoundLibrary, inlinedSounds } from './library';
import type { Heard } from './stage-sound';

const heardOf = (id: string): Heard => ({
  scene: sampleScene(id, { seconds: 3, height: 2, width: 3 }, new Random(4)),
  failure: null,
  recalled: null,
});

/** Node has no sound, so the player runs on the clock of the page. */
describe('the player of the stage', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('plays from a position to the end, pauses and seeks', async () => {
    const sound = createStageSound(await builtLibrary());
    const changes = vi.fn();
    sound.subscribe(changes);
    await sound.show(heardOf('a'));
    expect(sound.snapshot()).toEqual({ state: 'ready', playing: false, muted: false, seconds: 3 });

    await sound.play(1);
    vi.advanceTimersByTime(500);
    expect(sound.position).toBeCloseTo(1.5, 5);
    expect(sound.snapshot().playing).toBe(true);
    sound.pause();
    vi.advanceTimersByTime(500);
    expect(sound.position).toBeCloseTo(1.5, 5);

    sound.seek(2.8);
    expect(sound.position).toBe(2.8);
    await sound.play();
    sound.seek(2.5);
    vi.advanceTimersByTime(300);
    expect(sound.position).toBeCloseTo(2.8, 5);
    vi.advanceTimersByTime(1000);
    expect(sound.snapshot().playing).toBe(false);
    expect(sound.position).toBe(3);

    await sound.play();
    expect(sound.position).toBe(0);
    expect(changes).toHaveBeenCalled();
    sound.close();
  });

  it('continues when the failure changes, and starts another scene at 0', async () => {
    const sound = createStageSound(await builtLibrary());
    const heard = heardOf('a');
    await sound.show(heard);
    await sound.play(0);
    vi.advanceTimersByTime(1000);
    await sound.show({ ...heard, failure: { kind: 'missing', seconds: [true, true, true] } });
    expect(sound.position).toBeCloseTo(1, 5);
    expect(sound.snapshot().playing).toBe(true);
    expect(sound.level()).toBe(0);
    await sound.show(heard);
    expect(sound.level()).toBeGreaterThan(0);
    sound.setMuted(true);
    expect(sound.level()).toBe(0);

    await sound.show(heardOf('b'));
    expect(sound.snapshot().playing).toBe(false);
    expect(sound.position).toBe(0);
    sound.close();
  });

  it('keeps its clock if the sounds cannot be read', async () => {
    const sound = createStageSound(new SoundLibrary(inlinedSounds({})));
    await sound.show(heardOf('a'));
    expect(sound.snapshot().state).toBe('unavailable');
    await sound.play();
    vi.advanceTimersByTime(1200);
    expect(sound.position).toBeCloseTo(1.2, 5);
    sound.close();
  });
});
