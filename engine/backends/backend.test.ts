import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../contract/messages';
import { BackendError } from './backend-error';
import { providerOf, startBackend } from './backend';
import { findBackends, quickBackends } from './find-backends';
import { backendNames, backends } from './table';

describe('backends', () => {
  it('wasm and cpu are on every machine, with a detail about their hardware', async () => {
    const reports = await findBackends();
    expect(reports.map(({ name }) => name)).toEqual(backendNames);
    for (const name of ['wasm', 'cpu'] as const) {
      const report = reports.find((candidate) => candidate.name === name);
      expect(report).toMatchObject({ available: true });
      expect(report?.detail).toMatchObject({ code: 'backendDetail', label: { ko: expect.stringMatching(/[가-힣]/) } });
    }
  });

  it('the search for them keeps the current one in use', async () => {
    await startBackend('wasm');
    await findBackends();
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.tidy(() => tf.add(1, 1).dataSync()[0])).toBe(2);
  });

  it('auto tries the available ones except the slow reference, and only devices that are faster than the CPU', async () => {
    const reports = (await findBackends()).filter(({ available }) => available);
    const there = reports.map(({ name }) => name);
    const devices = backends.filter(({ device }) => device).map(({ name }) => name);
    const expected = reports.flatMap(({ name, quick }) => {
      // ONNX Runtime as WebAssembly is for machines without the native one.
      const slow = name === 'cpu' || (name === 'onnx-wasm' && there.includes('onnx'));
      return (devices.includes(name) ? quick : !slow) ? [name] : [];
    });
    const quick = await quickBackends();
    expect([...quick].sort()).toEqual(expected.sort());
    const first = quick.findIndex((name) => name === 'onnx');
    expect(quick.slice(0, first).every((name) => name.startsWith('onnx-'))).toBe(true);
  });

  it('those that run recorded steps name a provider, and those of ONNX Runtime report a missing library with its remedy', async () => {
    expect(backendNames.map(providerOf)).toEqual([
      'cpu',
      'cuda',
      'dml',
      'coreml',
      'webgpu',
      'wasm',
      'tensorflow',
      undefined,
      undefined,
    ]);
    const reports = await findBackends();
    for (const { name, available, detail } of reports.filter((report) => report.name.startsWith('onnx-'))) {
      expect(inEnglish(detail), name).toMatch(
        available ? /^ONNX Runtime \d/ : /finds no device|has no library for|to download it/,
      );
    }
  });

  it('a missing one is refused with a sentence that contains the remedy', async () => {
    const tensorflow = (await findBackends()).find(({ name }) => name === 'tensorflow');
    if (tensorflow?.available) {
      expect((await startBackend('tensorflow')).name).toBe('tensorflow');
      return;
    }
    await expect(startBackend('tensorflow')).rejects.toThrow(BackendError);
    const sentence = tensorflow && inEnglish(tensorflow.detail);
    expect(sentence).toMatch(/^TensorFlow’s native library is not installed .*studio build-tensorflow/);
    expect(sentence).not.toContain('\n');
  });
});
