import { describe, expect, it } from 'vitest';
import { vocabulary } from '../../graph-nodes/datasets/orchestra/questions';
import { RequestError } from '../contract/errors';
import { knownWords } from './question-words';

describe('the words of a typed question', () => {
  it('are those of the vocabulary, for any case and underscores', () => {
    expect(knownWords('can any acoustic guitar be heard?', vocabulary)).toEqual(
      'Can any acoustic_guitar be heard'.split(' '),
    );
    expect(knownWords('Can any acoustic_guitar be heard', vocabulary)).toHaveLength(5);
  });

  it('are refused by name if they are not in the vocabulary', () => {
    const refused = new RequestError('refused', { code: 'stageUnknownWords', words: ['kazoo', '<pad>'] });
    expect(() => knownWords('Can any kazoo be <pad> heard?', vocabulary)).toThrow(refused);
  });
});
