import { describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { freeze, tinyPipeline } from '../../test/fixtures/graphs';
import { withStages } from '../../test/fixtures/stages';
import { analysisOf } from './analysis';
import { remove } from './editing';
import { fixFor } from './fixes';

/** Applies the fix of the first problem until there is no problem, or none that can be mended. */
function mend(document: GraphDocument): { document: GraphDocument; did: string[] } {
  const did: string[] = [];
  for (let current = document; ;) {
    const fix = analysisOf(current)
      .problems.map((problem) => fixFor(current, problem))
      .find((found) => found !== undefined);
    if (!fix) return { document: current, did };
    did.push(
      fix.what === 'add'
        ? `add ${fix.kind}`
        : fix.what === 'set'
          ? `set ${fix.parameter} ${String(fix.value)}`
          : fix.what,
    );
    current = fix.document;
  }
}

const without = (...ids: string[]) => remove(tinyPipeline(), new Set(ids));

describe('one-click fixes', () => {
  it('insert the missing encoder, wired on both sides', () => {
    const { document, did } = mend(without('audio'));
    expect(did).toContain('add audio-encoder');
    expect(analyse(document, catalogue).problems).toEqual([]);
    expect(document.edges).toContainEqual({
      from: { node: 'audio-encoder', socket: 'audio' },
      to: { node: 'rmm', socket: 'audio' },
    });
  });

  it('set the matching width where sizes do not fit', () => {
    const wrong = tinyPipeline({ question: { width: 12 } });
    expect(analyse(wrong, catalogue).problems.some(({ severity }) => severity === 'error')).toBe(true);
    const { document, did } = mend(wrong);
    expect(did).toEqual([expect.stringMatching(/^set /)]);
    expect(analyse(document, catalogue).problems).toEqual([]);
  });

  it('bring a number back into its bounds, and add a Trainer', () => {
    expect(mend(tinyPipeline({ rmm: { slots: 0 } })).did).toEqual(['set slots 1']);
    const { document, did } = mend(without('trainer'));
    expect(did).toContain('add trainer');
    expect(analyse(document, catalogue).problems).toEqual([]);
  });

  it('unfreeze a node without variables, and the head where nothing is left to train', () => {
    expect(mend(freeze(tinyPipeline(), 'visual'))).toEqual({ did: ['unfreeze'], document: tinyPipeline() });
    const backbone = ['audio', 'question', 'rmm', 'avr'];
    expect(mend(freeze(tinyPipeline(), ...backbone, 'head'))).toEqual({
      did: ['unfreeze'],
      document: freeze(tinyPipeline(), ...backbone),
    });
  });

  it('remove from a stage what it cannot have, and stages from what is no Trainer', () => {
    const wrong = { name: 'a', parameters: { seed: 2, epochs: 0, knots: 1 }, frozen: ['gone', 'rmm'] };
    const { document, did } = mend(withStages(tinyPipeline(), [wrong]));
    expect(did).toEqual(Array.from({ length: 4 }, () => 'removeFromStage'));
    expect(document).toEqual(withStages(tinyPipeline(), [{ name: 'a', parameters: {}, frozen: ['rmm'] }]));
    const elsewhere = withStages(tinyPipeline(), [wrong]);
    const [trainer] = elsewhere.nodes.slice(-1);
    const nodes = tinyPipeline().nodes.map((node) =>
      node.id === 'rmm' && trainer?.stages ? { ...node, stages: trainer.stages } : node,
    );
    expect(mend({ ...tinyPipeline(), nodes })).toEqual({ did: ['removeStages'], document: tinyPipeline() });
  });

  it('take a removed node out of the stages that freeze or bypass it', () => {
    const stage = (...ids: string[]) => ({ name: 'a', parameters: {}, frozen: ids, bypassed: ids });
    const document = withStages(tinyPipeline(), [stage('rmm', 'head')]);
    expect(remove(document, new Set(['rmm'])).nodes.at(-1)?.stages).toEqual([stage('head')]);
  });

  it('put something missing into a graph in which nothing is', () => {
    const { document, did } = mend(without('missing'));
    expect(did.length).toBeGreaterThan(0);
    expect(analyse(document, catalogue).problems).toEqual([]);
  });

  it('are offered only where the problem is gone afterwards', () => {
    const empty = { ...tinyPipeline(), nodes: [], edges: [] };
    for (const problem of analyse(empty, catalogue).problems) expect(fixFor(empty, problem)).toBeUndefined();
  });
});
