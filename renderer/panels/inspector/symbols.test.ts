// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { node as rmm } from '../../../graph-nodes/nodes/rmm-generator/node';
import { analysisOf } from '../../documents/analysis';
import { equationParts, liveSymbols } from './symbols';

const document = tinyPipeline({ rmm: { slots: 7, temperature: 0.5 } });
const losses = { total: 3, qa: 1, rmmr: 0.25 };
const symbols = liveSymbols(document, analysisOf(document), 'rmm', losses);

describe('the symbols of the generator’s equations', () => {
  it('have the numbers of its parameters, axes and losses, and the nodes of these numbers', () => {
    expect(symbols.get('L')).toEqual({ value: '7', node: 'rmm' });
    expect(symbols.get('τ')).toEqual({ value: '0.5', node: 'rmm' });
    expect(symbols.get('L_RMMR')).toEqual({ value: '0.25', node: 'rmm' });
    expect(symbols.get('f_t')?.node).toBe('question');
    expect(symbols.get('T')?.value).toMatch(/^\d+$/);
    // Both the rows of the grid and the number of reads.
    expect(symbols.has('H')).toBe(false);
  });

  it('are found in the text, also as the axis of a softmax, and leave the text unchanged', () => {
    const marked = (equation: string) => equationParts(equation, symbols).filter((part) => symbols.has(part));
    expect(marked('recalled audio = softmax_L(s_t ⊙ s_v) · G_a')).toEqual(['L']);
    expect(marked('L_RMMR = MSE(recalled audio, f_a) + MSE(recalled visual, f_v)')).toEqual(['L_RMMR', 'f_a', 'f_v']);
    for (const equation of rmm.help.equations ?? []) expect(equationParts(equation, symbols).join('')).toBe(equation);
  });
});
