import * as tf from '@tensorflow/tfjs-core';
import { registerKernels } from '../../recorder/kernels';
import { Recorder, recorderName } from '../../recorder/recorder';

export type { Recorder } from '../../recorder/recorder';
export { RecordingError } from '../../recorder/recording-error';
export { runtimeSettings } from './runtime';

let recorder: Recorder | undefined;

/** The recorder, registered at tfjs on first use. */
function theRecorder(): Recorder {
  if (!recorder) {
    const made = new Recorder();
    tf.registerBackend(recorderName, () => made);
    registerKernels(made);
    recorder = made;
  }
  return recorder;
}

/**
 * Calls a function with the recorder as the tfjs backend, and restores the previous one. The function must be
 * synchronous.
 */
export function withRecorder<Result>(work: (recorder: Recorder) => Result): Result {
  const made = theRecorder();
  const engine = tf.engine();
  const before = engine.backendName;
  engine.setBackend(recorderName).catch(() => undefined);
  try {
    return work(made);
  } finally {
    if (before) engine.setBackend(before).catch(() => undefined);
  }
}
