import type * as tf from '@tensorflow/tfjs-core';
import { scenarios, type Dataset } from '../../graph-nodes/datasets/dataset';
import type { Preview } from '../contract/runs';
import type { BatchInput, Model } from '../model/build';
import { batches } from '../data/batches';
import type { Learner } from './learner';

/** Number of questions for previews; always the same ones. */
const questions = 8;

/** A node's preview before its values are read. */
export type Shown = { readonly node: string; readonly name: string; readonly values: tf.Tensor };

/** Computes the previews of a model's nodes on a batch in all scenarios, each once. Call inside `tf.tidy`. */
export function shownBy(model: Model, input: BatchInput, randomKey: string): Shown[] {
  const shown = new Map<string, Shown>();
  const pass = model.open(input);
  for (const scenario of scenarios) {
    pass({
      scenario,
      training: false,
      randomKey,
      preview(node, name, values) {
        const key = `${node}/${name}`;
        if (!shown.has(key)) shown.set(key, { node, name, values });
      },
    });
  }
  return [...shown.values()];
}

/** A preview with its values, rounded to the precision of the display. */
export function previewOf(
  { node, name }: Pick<Shown, 'node' | 'name'>,
  shape: readonly number[],
  numbers: Iterable<number>,
): Preview {
  return { node, name, shape: [...shape], values: Array.from(numbers, (number) => Number(number.toPrecision(4))) };
}

/** Computes the previews after an epoch on some validation questions, with the same random stream each time. */
export async function previewsOf(learner: Learner, dataset: Dataset): Promise<readonly Preview[]> {
  for await (const arrays of batches(dataset, 'validation', questions, { fill: true })) {
    return learner.preview(arrays, 'preview');
  }
  return [];
}
