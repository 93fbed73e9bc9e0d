import * as tf from '@tensorflow/tfjs-core';
import os from 'node:os';
import type { Hardware } from '../api';

/** What the engine's process and its machine take at this moment. */
export function readHardware(): Hardware {
  const { numBytes, numTensors } = tf.memory();
  return {
    backend: tf.getBackend() || null,
    processBytes: process.memoryUsage().rss,
    tensorBytes: numBytes,
    tensors: numTensors,
    machineBytes: os.totalmem(),
    freeBytes: os.freemem(),
    cores: os.availableParallelism(),
  };
}
