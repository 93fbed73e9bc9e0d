import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backendNames } from '../api';
import { BackendError, describeProviders, probeBackends, startBackend } from './backend';

describe('backends', () => {
  it('wasm and cpu are on every machine, each with a word on what it runs on', async () => {
    const reports = await probeBackends();
    expect(reports.map(({ name }) => name)).toEqual(backendNames);
    for (const name of ['wasm', 'cpu'] as const) {
      const report = reports.find((candidate) => candidate.name === name);
      expect(report).toMatchObject({ available: true });
      expect(report?.detail).not.toBe('');
    }
  });

  it('looking at them leaves the current one in use', async () => {
    await startBackend('wasm');
    await probeBackends();
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.tidy(() => tf.add(1, 1).dataSync()[0])).toBe(2);
  });

  it('auto takes the first that is there', async () => {
    const first = (await probeBackends()).find(({ available }) => available);
    expect((await startBackend('auto')).name).toBe(first?.name);
  });

  it('of onnx, the execution providers are named, and what would bring CUDA where it can be had', async () => {
    const onnx = (await probeBackends()).find(({ name }) => name === 'onnx');
    if (onnx?.available) expect(onnx.detail).toMatch(/providers .*\bcpu\b/);
    const [cpu, cuda] = [
      { name: 'cpu', bundled: true },
      { name: 'cuda', bundled: false },
    ];
    expect(describeProviders([cpu, cuda], 'linux x64')).toMatch(/providers cpu, could load cuda; .*install=cuda12/);
    expect(describeProviders([cpu, cuda], 'linux arm64')).not.toContain('install=');
    expect(describeProviders([cpu], 'darwin arm64')).toBe('; this build has the providers cpu');
  });

  it('one that is not there is refused with a sentence that says what would bring it', async () => {
    const tensorflow = (await probeBackends()).find(({ name }) => name === 'tensorflow');
    if (tensorflow?.available) {
      expect((await startBackend('tensorflow')).name).toBe('tensorflow');
      return;
    }
    await expect(startBackend('tensorflow')).rejects.toThrow(BackendError);
    expect(tensorflow?.detail).toMatch(/^TensorFlow’s native library is not there .*npm rebuild/);
    expect(tensorflow?.detail).not.toContain('\n');
  });
});
