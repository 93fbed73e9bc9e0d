import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { OnnxModel, OnnxValue } from '../../recorder/model';
import type { Feed, Program } from '../onnx-runtime/runtime';
import { useSession, type Session } from '../onnx-runtime/sessions';
import { encodeSavedModel, savedModelTag } from './graph/saved-model';
import { translate } from './graph/translate';
import type { Binding, NodeBackend } from './kernels';

interface TensorflowSession extends Session {
  readonly id: number;
}

/**
 * Prepares a recorded graph for execution as a whole by TensorFlow, whose binding must be loaded.
 * @throws {RecordingError} if an operator has no counterpart
 */
export async function startTensorflowProgram(model: OnnxModel): Promise<Program> {
  const { binding } = tf.findBackend('tensorflow') as NodeBackend;
  // The binding takes names in one comma-separated text, and names of a recording can contain commas.
  const names = new Map([...model.inputs, ...model.outputs].map(({ name }, index) => [name, `value${index}`]));
  const nameOf = (name: string) => names.get(name) as string;
  const bytes = encodeSavedModel(translate(model, nameOf));
  const key = `${createHash('sha256').update(bytes).digest('hex')} tensorflow`;
  const { session, release } = await useSession(key, model.valueBytes, async () => load(binding, bytes));
  const places = (values: readonly OnnxValue[]) => values.map(({ name }) => `${nameOf(name)}:0`).join();
  const [inputNames, outputNames] = [places(model.inputs), places(model.outputs)];
  const dtypes = { float32: binding.TF_FLOAT, int32: binding.TF_INT32 };
  return {
    model,
    async run(feeds) {
      const tensors: number[] = [];
      try {
        for (const { name, shape, type } of model.inputs) {
          const values = feeds[name];
          if (!values) throw new Error(`The program “${model.name}” lacks the value “${name}”.`);
          tensors.push(binding.createTensor(shape as number[], dtypes[type as keyof typeof dtypes], values));
        }
        const results = binding.runSavedModel(session.id, tensors.slice(), inputNames, outputNames);
        tensors.push(...results.map(({ id }) => id));
        return Object.fromEntries(
          model.outputs.map(({ name }, index) => {
            const { id } = results[index] as { id: number };
            return [name, binding.tensorDataSync(id) as Feed];
          }),
        );
      } finally {
        for (const id of tensors) binding.deleteTensor(id);
      }
    },
    dispose: release,
  };
}

/** TensorFlow loads a graph from a folder, which can then be removed. */
function load(binding: Binding, bytes: Uint8Array): TensorflowSession {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'studio-graph-'));
  try {
    writeFileSync(path.join(folder, 'saved_model.pb'), bytes);
    const id = binding.loadSavedModel(folder, savedModelTag);
    return { id, release: async () => binding.deleteSavedModel(id) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
