import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BackendName } from '../contract/backends';
import { inEnglish } from '../contract/messages';
import { fileMemory, type ChoiceMemory, type Measured } from './choice-memory';
import { chooseBackend } from './choose';

/** Backends with given seconds per step, on a clock that only their steps advance. */
function machine(seconds: Measured, operations?: number) {
  let time = 0;
  const steps: BackendName[] = [];
  const start = async (name: BackendName) => {
    const takes = seconds[name];
    if (takes === undefined) return undefined;
    return {
      ...(operations !== undefined && { operations }),
      async step() {
        time += takes;
        steps.push(name);
      },
      end: async () => undefined,
    };
  };
  return { start, now: () => time, steps };
}

function memory(): ChoiceMemory & { readonly kept: Map<string, Measured> } {
  const kept = new Map<string, Measured>();
  return {
    kept,
    recall: async (key) => kept.get(key),
    async remember(key, measured) {
      kept.set(key, measured);
    },
  };
}

describe('the choice of a backend', () => {
  it('is the fastest one, with the measured times as the reason', async () => {
    const { start, now } = machine({ onnx: 0.02, wasm: 0.1 });
    const choice = await chooseBackend('graph', ['onnx', 'wasm'], memory(), start, now);
    expect(choice.backend).toBe('onnx');
    expect(inEnglish(choice.why)).toBe('Fastest for this graph: onnx 20.0 ms per step, wasm 100 ms per step.');
    const other = machine({ onnx: 0.1, wasm: 0.02 });
    expect((await chooseBackend('graph', ['onnx', 'wasm'], memory(), other.start, other.now)).backend).toBe('wasm');
  });

  it('keeps an earlier one if the others are hardly faster', async () => {
    const { start, now } = machine({ onnx: 0.02, wasm: 0.018 });
    expect((await chooseBackend('graph', ['onnx', 'wasm'], memory(), start, now)).backend).toBe('onnx');
  });

  it('is remembered for the graph, without another step', async () => {
    const kept = memory();
    const first = machine({ onnx: 0.02, wasm: 0.1 });
    await chooseBackend('graph', ['onnx', 'wasm'], kept, first.start, first.now);
    const second = machine({ onnx: 0.1, wasm: 0.02 });
    const choice = await chooseBackend('graph', ['onnx', 'wasm'], kept, second.start, second.now);
    expect(second.steps).toEqual([]);
    expect(choice).toMatchObject({ backend: 'onnx', why: { code: 'fastestBackendBefore' } });
    const another = machine({ onnx: 0.1, wasm: 0.02 });
    expect((await chooseBackend('other', ['onnx', 'wasm'], kept, another.start, another.now)).backend).toBe('wasm');
  });

  it('starts no trial after two seconds, and no step that would take too long', async () => {
    const slow = machine({ 'onnx-webgpu': 3, onnx: 0.1 });
    const choice = await chooseBackend('graph', ['onnx-webgpu', 'onnx'], memory(), slow.start, slow.now);
    expect(choice.backend).toBe('onnx-webgpu');
    expect(inEnglish(choice.why)).toContain('onnx not tried');
    const large = machine({ onnx: 0.4, wasm: 5 }, 3e10);
    await chooseBackend('graph', ['onnx', 'wasm'], memory(), large.start, large.now);
    expect(large.steps).not.toContain('wasm');
  });

  it('skips a backend that cannot compute the graph, and measures nothing if there is only one', async () => {
    const { start, now } = machine({ wasm: 0.1 });
    expect((await chooseBackend('graph', ['onnx', 'wasm'], memory(), start, now)).backend).toBe('wasm');
    const alone = machine({ wasm: 0.1 });
    expect(await chooseBackend('graph', ['wasm'], memory(), alone.start, alone.now)).toEqual({
      backend: 'wasm',
      why: { code: 'onlyBackend', backend: 'wasm' },
    });
    expect(alone.steps).toEqual([]);
  });
});

describe('the memory of measurements', () => {
  it('is a file, and a broken file is treated as an empty one', async () => {
    const file = path.join(await mkdtemp(path.join(os.tmpdir(), 'choice-')), 'deeper', 'backends.json');
    expect(await fileMemory(file).recall('graph')).toBeUndefined();
    await fileMemory(file).remember('graph', { onnx: 0.02 });
    await fileMemory(file).remember('other', { wasm: 0.1 });
    expect(await fileMemory(file).recall('graph')).toEqual({ onnx: 0.02 });
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 30));
    expect(await fileMemory(file).recall('graph')).toBeUndefined();
    await fileMemory(file).remember('graph', { wasm: 0.3 });
    expect(await fileMemory(file).recall('graph')).toEqual({ wasm: 0.3 });
  });
});
