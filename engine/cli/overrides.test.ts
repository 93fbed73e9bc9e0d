import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { applyOverrides, parseOverride, trainerOverrides } from './overrides';

const apply = (...texts: string[]) => applyOverrides(tinyPipeline(), texts.map(parseOverride));
const parameters = (document: ReturnType<typeof apply>, id: string) =>
  document.nodes.find((node) => node.id === id)?.parameters;

describe('parameters set from the command line', () => {
  it('have the type of the parameter', () => {
    const document = apply('rmm.slots=12', 'rmm.question=false', 'missing.fill=mean', 'trainer.learningRate=1e-4');
    expect(parameters(document, 'rmm')).toMatchObject({ slots: 12, question: false });
    expect(parameters(document, 'missing')).toMatchObject({ fill: 'mean' });
    expect(parameters(document, 'trainer')).toMatchObject({ learningRate: 1e-4 });
  });

  it('keep everything after the first equals sign, including “=” and “.” in a path', () => {
    expect(parseOverride('dataset.annotations=../a=b.json')).toEqual({
      node: 'dataset',
      parameter: 'annotations',
      text: '../a=b.json',
    });
  });

  it.each([
    ['rmm', /write “--set node\.parameter=value”/],
    ['ghost.slots=1', /no node “ghost”; use dataset, missing/],
    ['rmm.sluts=1', /no such parameter; use slots,/],
    ['rmm.slots=many', /needs a number, but has “many”/],
    ['trainer.learningRate=NaN', /needs a number, but has “NaN”/],
    ['rmm.question=perhaps', /needs true or false, but has “perhaps”/],
  ])('refuse “%s” with a sentence', (text, sentence) => {
    expect(() => apply(text)).toThrow(sentence);
  });

  it('set a parameter of the Trainer by its own option, for any id', () => {
    expect(trainerOverrides(tinyPipeline(), { epochs: '3', seed: undefined })).toEqual([
      { node: 'trainer', parameter: 'epochs', text: '3' },
    ]);
  });
});
