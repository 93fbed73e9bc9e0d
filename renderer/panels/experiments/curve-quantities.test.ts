import { expect, it } from 'vitest';
import { accuraciesOf } from '../../../test/fixtures/results';
import { quantitiesOf } from './curve-quantities';
import { lossesOf } from './run-rows';

it('offers the losses of the shown runs only', () => {
  const qa = { losses: lossesOf({ losses: { total: 1, qa: 1 } }) };
  const staged = {
    losses: lossesOf({
      losses: { total: 1, qa: 1 },
      stages: [
        { name: 'first', epochs: 1, steps: 1, losses: { total: 1, rmmr: 1 }, accuracy: accuraciesOf(50, 40, 30) },
      ],
    }),
  };
  const accuracies = ['complete', 'audioMissing', 'visualMissing'];
  expect(quantitiesOf([qa], 'step')).toEqual([...accuracies, 'total', 'qa']);
  expect(quantitiesOf([qa, staged], 'step')).toEqual([...accuracies, 'total', 'qa', 'rmmr']);
});

it('offers every loss while the losses of a run are unknown', () => {
  expect(quantitiesOf([{ losses: lossesOf({ losses: null }) }], 'step')).toContain('diffusion');
  expect(quantitiesOf([], 'missingRate')).toEqual(['audioMissing', 'visualMissing']);
});
