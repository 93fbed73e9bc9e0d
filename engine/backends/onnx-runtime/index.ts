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

/** Does something with the recorder as tfjs's backend, and gives tfjs back the one it had. Nothing may be awaited in it. */
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
