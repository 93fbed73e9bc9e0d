import * as tf from '@tensorflow/tfjs-core';
import { scenarios, type Dataset, type Question, type Scenario, type Split } from '../../graph-nodes/dataset';
import type { ScenarioAccuracies } from '../api';
import type { Model } from '../compile/compile';
import { batches, toTensors } from '../data/batches';
import { AccuracyCounter } from './metrics';

const evaluationBatch = 128;

/**
 * Accuracy of a model on one split in every scenario.
 * @param datasetNode the id of the dataset's node in the graph
 * @param betweenBatches awaited between batches, so that a host stays responsive
 * @param onAnswer told of every answer
 */
export async function evaluate(
  model: Model,
  dataset: Dataset,
  datasetNode: string,
  split: Split,
  betweenBatches: () => Promise<void>,
  onAnswer?: (scenario: Scenario, question: Question, answer: number) => void,
): Promise<ScenarioAccuracies> {
  const counters = scenarios.map(() => new AccuracyCounter());
  let index = 0;
  for await (const arrays of batches(dataset, split, evaluationBatch)) {
    const guesses = tf.tidy(() => {
      const { batch, labels } = toTensors(arrays, dataset.spec);
      const pass = model.open({ sources: { [datasetNode]: { batch, labels } } });
      return scenarios.map((scenario) => {
        const { logits } = pass({ scenario, training: false, randomKey: `evaluate/${split}/${index}` });
        return tf.argMax(logits, 1);
      });
    });
    for (const [index, guess] of guesses.entries()) {
      const answers = await guess.data();
      guess.dispose();
      arrays.questions.forEach((question, row) => {
        counters[index]?.count(question, answers[row] as number);
        onAnswer?.(scenarios[index] as Scenario, question, answers[row] as number);
      });
    }
    index += 1;
    await betweenBatches();
  }
  const [complete, audioMissing, visualMissing] = counters.map((counter) => counter.accuracies());
  return { complete, audioMissing, visualMissing } as ScenarioAccuracies;
}
