// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunState } from '../../engine/contract/runs';
import { client, session } from './session';
import { slowMotion, stepSlowly, toggleSlowMotion, type MotionPhase } from './slow-motion';
import { runStatus } from '../../test/fixtures/run-status';

const inState = (state: RunState) => ({
  status: runStatus({ state, message: { code: 'runTraining' }, epoch: 0, steps: 9, secondsLeft: null }),
  steps: [],
  epochs: [],
});

/** Phases and requests in their order. */
let seen: (MotionPhase | string)[];
let stop: () => void;

beforeEach(() => {
  seen = [];
  vi.useFakeTimers();
  vi.spyOn(client, 'request').mockImplementation((method: string) => {
    // The session requests the graph of a run by the method history.
    if (method !== 'history') seen.push(method);
    const log = inState('paused');
    session.setState({ log });
    return Promise.resolve(log.status as never);
  });
  stop = slowMotion.subscribe(({ phase }, before) => {
    if (phase !== before.phase) seen.push(phase ?? 'rest');
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  session.setState(session.getInitialState(), true);
});

describe('a slow step', () => {
  it('shows signals forward, takes the step, and shows gradients back', async () => {
    session.setState({ log: inState('paused') });
    const step = stepSlowly();
    await vi.runAllTimersAsync();
    await step;
    expect(seen).toEqual(['forward', 'stepRun', 'back', 'rest']);
  });

  it('is not taken while the run trains', async () => {
    session.setState({ log: inState('training') });
    await stepSlowly();
    expect(seen).toEqual([]);
  });
});

describe('slow motion', () => {
  it('pauses the run and steps until it is switched off', async () => {
    session.setState({ log: inState('training') });
    const motion = toggleSlowMotion();
    const off = slowMotion.subscribe(({ phase }, before) => {
      if (phase === 'back' && before.phase !== 'back' && seen.filter((each) => each === 'stepRun').length === 2)
        void toggleSlowMotion();
    });
    await vi.runAllTimersAsync();
    await motion;
    off();
    expect(seen.filter((each) => !['forward', 'back', 'rest'].includes(each))).toEqual([
      'pauseRun',
      'stepRun',
      'stepRun',
    ]);
    expect(slowMotion.getState()).toEqual({ on: false, phase: undefined });
  });

  it('ends with the run', async () => {
    session.setState({ log: inState('paused') });
    vi.mocked(client.request).mockImplementation(() => {
      const log = inState('finished');
      session.setState({ log });
      return Promise.resolve(log.status as never);
    });
    const motion = toggleSlowMotion();
    await vi.runAllTimersAsync();
    await motion;
    expect(slowMotion.getState()).toEqual({ on: false, phase: undefined });
  });
});
