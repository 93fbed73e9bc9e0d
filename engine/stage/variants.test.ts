import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { bypass, freeze, tinyPipeline, withParameters } from '../../test/fixtures/graphs';
import { variantGraphs } from './variants';

const names = (document: GraphDocument) => variantGraphs(document).map(({ variant }) => variant);

describe('the variants of a graph', () => {
  const document = tinyPipeline();

  it('are those of its nodes', () => {
    expect(names(document)).toEqual(['zeros', 'generator', 'enhancer']);
    expect(names(bypass(document, 'avr'))).toEqual(['zeros', 'generator']);
    expect(names(bypass(document, 'rmm'))).toEqual(['zeros', 'enhancer']);
    expect(names(bypass(document, 'rmm', 'avr'))).toEqual(['zeros']);
  });

  it('are the same for any trained nodes of the last stage', () => {
    const generatorAlone = freeze(withParameters(document, { trainer: { qa: 0 } }), 'audio', 'question', 'head');
    expect(names(generatorAlone)).toEqual(['zeros', 'generator', 'enhancer']);
    expect(names(withParameters(document, { trainer: { complete: 0 } }))).toEqual(['zeros', 'generator', 'enhancer']);
  });

  it('treat a kind that recalls and improves features as a generator', () => {
    const preset = parseDocument(readFileSync('presets/orchestra-shaspec.json', 'utf8'));
    expect(names(preset)).toEqual(['zeros', 'generator']);
  });

  it('bypass nodes by their role', () => {
    const bypassed = (index: number) =>
      variantGraphs(document)[index]?.document.nodes.flatMap((node) => (node.bypassed ? [node.id] : []));
    expect([bypassed(0), bypassed(1), bypassed(2)]).toEqual([['missing', 'rmm', 'avr'], ['avr'], []]);
  });

  it.each(readdirSync('presets').filter((file) => file.startsWith('orchestra-')))('of %s start with zeros', (file) => {
    const preset = parseDocument(readFileSync(`presets/${file}`, 'utf8'));
    expect(names(preset)[0]).toBe('zeros');
  });
});
