import { createStore } from 'zustand/vanilla';
import { session, control, stepRun } from './session';

/** Direction in which values run along the wires of the graph: signals forward, gradients back. */
export type MotionPhase = 'forward' | 'back';

export interface SlowMotion {
  /** True while slow steps follow one another. */
  readonly on: boolean;
  /** Current phase of a shown step; undefined between steps. */
  readonly phase: MotionPhase | undefined;
}

export const slowMotion = createStore<SlowMotion>(() => ({ on: false, phase: undefined }));

/** Duration of a phase in milliseconds. */
const phaseTime = 1400;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const stateOf = () => session.getState().log?.status.state;

/** Resolves when the run waits again or has ended. */
async function settled(): Promise<void> {
  const done = () => stateOf() !== 'training' && stateOf() !== 'evaluating';
  if (done()) return;
  await new Promise<void>((resolve) => {
    const stop = session.subscribe(() => {
      if (!done()) return;
      stop();
      resolve();
    });
  });
}

/** One step of the paused run: signals run forward, the step is computed, gradients run back. */
export async function stepSlowly(): Promise<void> {
  if (stateOf() !== 'paused' || slowMotion.getState().phase) return;
  slowMotion.setState({ phase: 'forward' });
  await wait(phaseTime);
  await stepRun('step');
  await settled();
  slowMotion.setState({ phase: 'back' });
  await wait(phaseTime);
  slowMotion.setState({ phase: undefined });
}

/** Pauses the run and takes one slow step after another, until it is switched off, or the run continues or ends. */
export async function toggleSlowMotion(): Promise<void> {
  if (slowMotion.getState().on) return slowMotion.setState({ on: false });
  slowMotion.setState({ on: true });
  if (stateOf() === 'training') await control('pauseRun');
  await settled();
  while (slowMotion.getState().on && stateOf() === 'paused') await stepSlowly();
  slowMotion.setState({ on: false });
}
