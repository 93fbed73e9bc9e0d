import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { tensorflowIsThere } from '../../../test/fixtures/tensorflow';
import { Random } from '../../../graph-nodes/graph/random';
import { startBackend } from '../backend';
import { withRecorder } from '../onnx-runtime';
import { idleSessions } from '../onnx-runtime/sessions';
import { startProgram } from '../program';
import type { NodeBackend } from './kernels';

/** Products of matrices, single and in a batch, and the other operators of a layer. */
const layers = () =>
  withRecorder((recorder) =>
    recorder.record('layers', () => {
      const [a, b] = [recorder.input('a', [96, 128], 'float32'), recorder.input('b', [128, 64], 'float32')];
      const hidden = tf.relu(tf.matMul(a, b)) as tf.Tensor2D;
      const batch = tf.reshape(hidden, [4, 24, 64]);
      return { single: tf.sum(tf.matMul(hidden, hidden, true), 1), batch: tf.matMul(batch, batch, false, true) };
    }),
  );
const feeds = { a: new Random(1, 'a').normals(96 * 128), b: new Random(1, 'b').normals(128 * 64) };

describe.runIf(tensorflowIsThere)('a graph on TensorFlow', () => {
  const { mostBytes } = idleSessions;
  beforeAll(async () => {
    await startBackend('tensorflow');
  });
  afterEach(() => {
    idleSessions.mostBytes = mostBytes;
    vi.unstubAllEnvs();
  });
  afterAll(async () => {
    await startBackend('cpu');
  });

  it('keeps no tensor after a run, and none after its disposal', async () => {
    const backend = tf.findBackend('tensorflow') as NodeBackend;
    idleSessions.mostBytes = 0;
    const [tensors, graphs] = [backend.numDataIds(), backend.binding.getNumOfSavedModels()];
    const program = await startProgram(layers(), 'tensorflow');
    expect(backend.binding.getNumOfSavedModels()).toBe(graphs + 1);
    for (let run = 0; run < 300; run += 1) await program.run(feeds);
    await expect(program.run({ a: feeds.a })).rejects.toThrow('The program “layers” lacks the value “b”.');
    expect(backend.numDataIds()).toBe(tensors);
    await program.dispose();
    expect(backend.binding.getNumOfSavedModels()).toBe(graphs);
  });

  it('is shared by equal graphs', async () => {
    const { binding } = tf.findBackend('tensorflow') as NodeBackend;
    const first = await startProgram(layers(), 'tensorflow');
    const graphs = binding.getNumOfSavedModels();
    const second = await startProgram(layers(), 'tensorflow');
    expect(binding.getNumOfSavedModels()).toBe(graphs);
    await first.dispose();
    const found = await second.run(feeds);
    expect(found['single']?.every((value) => value > 0)).toBe(true);
    await second.dispose();
  });

  it('leaves no files', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-no-files-'));
    vi.stubEnv('TMPDIR', folder);
    idleSessions.mostBytes = 0;
    const program = await startProgram(layers(), 'tensorflow');
    expect(await readdir(folder)).toEqual([]);
    await program.dispose();
    await rm(folder, { recursive: true });
  });

  it('accepts names with any characters', async () => {
    const model = withRecorder((recorder) =>
      recorder.record('names', () => ({ 'out:1, of «two»': tf.neg(recorder.input('in:0,1', [2], 'float32')) })),
    );
    const program = await startProgram(model, 'tensorflow');
    const out = await program.run({ 'in:0,1': Float32Array.of(1, -2) });
    expect(out).toEqual({ 'out:1, of «two»': Float32Array.of(-1, 2) });
    await program.dispose();
  });

  it('is refused if an operator has no counterpart', async () => {
    const model = layers();
    const nodes = model.nodes.map((node) => (node.type === 'Relu' ? { ...node, type: 'Einsum' } : node));
    await expect(startProgram({ ...model, nodes }, 'tensorflow')).rejects.toThrow(
      expect.objectContaining({ name: 'RecordingError', message: 'the operator Einsum is not supported' }),
    );
  });

  it('tolerates signals of a profiler and of other processes, with equal results', async () => {
    const program = await startProgram(layers(), 'tensorflow');
    const expected = await program.run(feeds);
    let signals = 0;
    const count = () => void (signals += 1);
    process.on('SIGUSR2', count);
    const sender = spawn('sh', ['-c', `while kill -USR2 ${process.pid}; do sleep 0.001; done`]);
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 50 });
    await session.post('Profiler.start');
    await vi.waitUntil(
      async () => {
        for (let run = 0; run < 200; run += 1) {
          expect(await program.run(feeds)).toEqual(expected);
        }
        return signals > 300;
      },
      { timeout: 120_000, interval: 1 },
    );
    await session.post('Profiler.stop');
    session.disconnect();
    sender.kill();
    await once(sender, 'exit');
    process.off('SIGUSR2', count);
    await program.dispose();
  });
});
