import { describe, expect, it } from 'vitest';
import { graph, tinyPipeline } from '../../test/fixtures/graphs';
import { node as trainerNode } from '../../graph-nodes/nodes/trainer/node';
import { needsNegatives } from './negatives';

const trainer = (changes = {}) => trainerNode.parameters.parse(changes);

describe('negatives', () => {
  it.each([
    ['by default', {}, true],
    ['without the matching loss', { match: 0 }, false],
    ['with the matching loss only in passes with a missing modality', { match: 0, missingMatch: 0.5 }, true],
    ['with a matching loss in no trained pass', { complete: 0, match: 0.5, missingMatch: 0 }, false],
  ])('are needed %s: %o', (_, changes, needed) => {
    expect(needsNegatives(tinyPipeline(), trainer(changes))).toBe(needed);
  });

  it('are not needed by a graph without a matching node', () => {
    const document = graph(
      [
        ['dataset', 'orchestra'],
        ['question', 'question-encoder'],
        ['head', 'mean-pool-head'],
        ['trainer', 'trainer'],
      ],
      [
        'dataset/batch > question/batch',
        'question/question > head/question',
        'head/logits > trainer/logits',
        'dataset/labels > trainer/labels',
      ],
    );
    expect(needsNegatives(document, trainer())).toBe(false);
  });
});
