import { util } from '@tensorflow/tfjs-core';
import type { Question } from '../../graph-nodes/datasets/dataset';
import type { Feed } from '../backends/onnx-runtime/runtime';
import { keptName, type FeaturePlan } from './feature-plan';

/** Maximum memory of kept features. If all training questions need more, none are kept. */
const mostKeptBytes = 2 ** 28;

/** Kept tensors of all training questions, one row each. */
export class KeptFeatures {
  private readonly rows = new Map<Question, number>();
  private readonly sizes: readonly number[];
  private readonly arrays: readonly Float32Array[];

  /** @param samples number of training questions */
  constructor({ shapes }: FeaturePlan, samples: number) {
    this.sizes = shapes.map((shape) => util.sizeFromShape([...shape]));
    this.arrays = this.sizes.map((size) => new Float32Array(size * samples));
  }

  /** True if a plan keeps at least one tensor within the memory limit. */
  static fits({ shapes }: FeaturePlan, samples: number): boolean {
    const numbers = shapes.reduce((sum, shape) => sum + util.sizeFromShape([...shape]), 0);
    return numbers > 0 && numbers * samples * Float32Array.BYTES_PER_ELEMENT <= mostKeptBytes;
  }

  /** Stores the outputs of the features' graph for a batch; a stored question stays unchanged. */
  add(questions: readonly Question[], outputs: Readonly<Record<string, Feed>>): void {
    questions.forEach((question, at) => {
      if (this.rows.has(question)) return;
      const row = this.rows.size;
      this.rows.set(question, row);
      this.sizes.forEach((size, index) => {
        const values = (outputs[keptName(index)] as Float32Array).subarray(at * size, (at + 1) * size);
        this.arrays[index]?.set(values, row * size);
      });
    });
  }

  /** Inputs of a step. @throws if a question was not added */
  feeds(questions: readonly Question[]): Record<string, Feed> {
    const rows = questions.map((question) => {
      const row = this.rows.get(question);
      if (row === undefined) throw new Error(`There are no kept features of the question “${question.text}”.`);
      return row;
    });
    return Object.fromEntries(
      this.sizes.map((size, index) => {
        const batch = new Float32Array(size * rows.length);
        rows.forEach((row, at) => {
          batch.set((this.arrays[index] as Float32Array).subarray(row * size, (row + 1) * size), at * size);
        });
        return [keptName(index), batch];
      }),
    );
  }
}
