import type { Dataset, Split } from '../../graph-nodes/datasets/dataset';
import { modalities } from '../../graph-nodes/graph/roles';
import type { Recall } from '../contract/metrics';
import { evaluationBatches } from './evaluation-batches';
import type { Learner } from './learner';
import { ExplainedVariance } from './recall';

/** Share of the variance of each modality's features that the recall explains, on one split. */
export async function measureRecall(
  learner: Learner,
  dataset: Dataset,
  split: Split,
  betweenBatches: () => Promise<void>,
): Promise<Recall> {
  const of = {
    audio: new ExplainedVariance(dataset.spec.seconds),
    visual: new ExplainedVariance(dataset.spec.seconds),
  };
  for await (const { arrays, questions, randomKey } of evaluationBatches(dataset, split)) {
    const batch = await learner.recall(arrays, randomKey);
    for (const modality of modalities) {
      const statistics = batch[modality];
      if (statistics) of[modality].add(statistics, questions.length);
    }
    if (Object.keys(batch).length === 0) break;
    await betweenBatches();
  }
  return { audio: of.audio.share(), visual: of.visual.share() };
}
