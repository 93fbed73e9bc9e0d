import * as tf from '@tensorflow/tfjs-core';
import os from 'node:os';
import type { BackendName } from '../contract/backends';
import type { Hardware } from '../contract/hardware';
import { readGpus } from './gpus';

/**
 * Current resource use of the engine's process and its machine.
 * @param backend that of the current or last run
 */
export async function readHardware(backend: BackendName | null): Promise<Hardware> {
  const { numBytes, numTensors } = tf.memory();
  return {
    backend,
    processBytes: process.memoryUsage().rss,
    tensorBytes: numBytes,
    tensors: numTensors,
    machineBytes: os.totalmem(),
    freeBytes: os.freemem(),
    cores: os.availableParallelism(),
    gpus: await readGpus(),
  };
}
