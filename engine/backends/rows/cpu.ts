import type { Backend } from '../descriptor';

export const backend: Backend = {
  name: 'cpu',
  rank: 90,
  help: 'TensorFlow.js in plain JavaScript, the slow reference',
  studies: true,
  async start() {
    await import('@tensorflow/tfjs-backend-cpu');
    return 'plain JavaScript, the slow reference';
  },
  tfjs: 'cpu',
  tried: (available) => available.length === 1,
};
