import type { Backend } from '../descriptor';

const label = { en: 'plain JavaScript, the slow reference', ko: '순수 JavaScript, 느린 기준 구현' };

export const backend: Backend = {
  name: 'cpu',
  rank: 90,
  help: 'TensorFlow.js in plain JavaScript, the slow reference',
  studies: true,
  async start() {
    await import('@tensorflow/tfjs-backend-cpu');
    return { code: 'backendDetail', label };
  },
  tfjs: 'cpu',
  tried: (available) => available.length === 1,
};
