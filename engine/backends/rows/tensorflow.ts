import os from 'node:os';
import type { Backend } from '../descriptor';
import { loadTensorflow } from '../tensorflow';
import { startTensorflowProgram } from '../tensorflow/program';

export const backend: Backend = {
  name: 'tensorflow',
  rank: 70,
  help: 'TensorFlow’s native library',
  studies: true,
  start: loadTensorflow,
  tfjs: 'tensorflow',
  program: { provider: 'tensorflow', start: startTensorflowProgram },
  threads: (_, chosen) => chosen ?? os.availableParallelism(),
  lowestRate: 2e10,
};
