import { describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument, ParameterValue, Stage } from '../../graph-nodes/graph/document';
import { ablations, freeze, graph, tinyPipeline } from '../../test/fixtures/graphs';
import { withStages } from '../../test/fixtures/stages';
import { analysisOf } from './analysis';
import { remove } from './editing';
import { fixFor } from './fixes';

/** Applies the fix of the first problem until there is no problem, or none with a fix. */
function fixAll(document: GraphDocument): { document: GraphDocument; did: string[] } {
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

const tinyWires = () =>
  tinyPipeline().edges.map(({ from, to }) => `${from.node}/${from.socket} > ${to.node}/${to.socket}`);

const without = (...ids: string[]) => remove(tinyPipeline(), new Set(ids));

describe('one-click fixes', () => {
  it('add the missing encoder, wired on both sides', () => {
    const { document, did } = fixAll(without('audio'));
    expect(did).toContain('add audio-encoder');
    expect(analyse(document, catalogue).problems).toEqual([]);
    expect(document.edges).toContainEqual({
      from: { node: 'audio-encoder', socket: 'audio' },
      to: { node: 'rmm', socket: 'audio' },
    });
  });

  it('connect the logits of a head without inputs', () => {
    const unwired = { ...tinyPipeline(), edges: [] };
    const problem = analysisOf(unwired).problems.find(({ node, socket }) => node === 'trainer' && socket === 'logits');
    expect(problem && fixFor(unwired, problem)).toMatchObject({ what: 'connect', from: 'head', socket: 'logits' });
  });

  it('set the matching width if sizes do not match', () => {
    const wrong = tinyPipeline({ question: { width: 12 } });
    expect(analyse(wrong, catalogue).problems.some(({ severity }) => severity === 'error')).toBe(true);
    const { document, did } = fixAll(wrong);
    expect(did).toEqual([expect.stringMatching(/^set /)]);
    expect(analyse(document, catalogue).problems).toEqual([]);
  });

  it('set a number to the nearest valid value, and add a Trainer', () => {
    expect(fixAll(tinyPipeline({ rmm: { slots: 0 } })).did).toEqual(['set slots 1']);
    const { document, did } = fixAll(without('trainer'));
    expect(did).toContain('add trainer');
    expect(analyse(document, catalogue).problems).toEqual([]);
  });

  it('unfreeze a node without variables, and the head if nothing is left to train', () => {
    expect(fixAll(freeze(tinyPipeline(), 'visual'))).toEqual({ did: ['unfreeze'], document: tinyPipeline() });
    const backbone = ['audio', 'question', 'rmm', 'avr'];
    expect(fixAll(freeze(tinyPipeline(), ...backbone, 'head'))).toEqual({
      did: ['unfreeze'],
      document: freeze(tinyPipeline(), ...backbone),
    });
  });

  it('remove invalid parts of a stage, and stages of a node that is not a Trainer', () => {
    const wrong = { name: 'a', parameters: { seed: 2, epochs: 0, knots: 1 }, frozen: ['gone', 'rmm'] };
    const { document, did } = fixAll(withStages(tinyPipeline(), [wrong]));
    expect(did).toEqual(Array.from({ length: 4 }, () => 'removeFromStage'));
    expect(document).toEqual(withStages(tinyPipeline(), [{ name: 'a', parameters: {}, frozen: ['rmm'] }]));
    const elsewhere = withStages(tinyPipeline(), [wrong]);
    const [trainer] = elsewhere.nodes.slice(-1);
    const nodes = tinyPipeline().nodes.map((node) =>
      node.id === 'rmm' && trainer?.stages ? { ...node, stages: trainer.stages } : node,
    );
    expect(fixAll({ ...tinyPipeline(), nodes })).toEqual({ did: ['removeStages'], document: tinyPipeline() });
  });

  it('remove a deleted node from the stages that freeze or bypass it', () => {
    const stage = (...ids: string[]) => ({ name: 'a', parameters: {}, frozen: ids, bypassed: ids });
    const document = withStages(tinyPipeline(), [stage('rmm', 'head')]);
    expect(remove(document, new Set(['rmm'])).nodes.at(-1)?.stages).toEqual([stage('head')]);
  });

  it('route wires that pass by a generator through it', () => {
    const rewired = (from: string, to: string, instead: string) =>
      graph(
        [],
        tinyWires().map((wire) => (wire === instead ? `${from} > ${to}` : wire)),
      ).edges;
    const passedBy = {
      ...tinyPipeline(),
      edges: rewired('visual/visual', 'avr/visual', 'rmm/visual > avr/visual'),
    };
    const { document, did } = fixAll(passedBy);
    expect(did).toEqual(['route']);
    expect(new Set(document.edges)).toEqual(new Set(tinyPipeline().edges));
    // These wires pass by the generator and the diffusion after it.
    const direct = { ...tinyPipeline(), edges: rewired('visual/visual', 'head/visual', 'avr/visual > head/visual') };
    expect(new Set(fixAll(direct).document.edges)).toEqual(new Set(tinyPipeline().edges));
  });

  it('connect an unused encoder to a free input, or remove it', () => {
    const soundAlone = ablations['mean-pool head on sound alone'] as GraphDocument;
    const { document, did } = fixAll(soundAlone);
    expect(did).toEqual(['connect']);
    expect(document.edges).toContainEqual({
      from: { node: 'visual', socket: 'visual' },
      to: { node: 'head', socket: 'visual' },
    });
    const [second] = graph([['second', 'visual-encoder']], []).nodes;
    const loose = {
      ...tinyPipeline(),
      nodes: [...tinyPipeline().nodes, ...(second ? [second] : [])],
      edges: [...tinyPipeline().edges, ...graph([], ['missing/batch > second/batch']).edges],
    };
    expect(fixAll(loose)).toEqual({ did: ['removeNode'], document: tinyPipeline() });
  });

  it('change settings with which nothing can learn', () => {
    const set = (trainer: Record<string, ParameterValue>) => fixAll(tinyPipeline({ trainer })).did;
    expect(set({ learningRate: 0 })).toEqual(['reset']);
    expect(set({ epochs: 3, batchSize: 16, warmUp: 500 })).toEqual(['set warmUp 3']);
    expect(set({ batchSize: 500 })).toEqual(['set batchSize 32']);
    expect(set({ complete: 0, audioMissing: 0, visualMissing: 0 })).toEqual(['set complete 1']);
    expect(set({ qa: 0, match: 0, rmmr: 0, diffusion: 0, ave: 0 })).toEqual(['set rmmr 1']);
  });

  it('change the stage that cannot learn and leave the others unchanged', () => {
    const stage = (name: string, changes: Partial<Stage> = {}): Stage => ({
      name,
      parameters: {},
      frozen: [],
      ...changes,
    });
    const fixed = (document: GraphDocument, wrong: Stage) => {
      const { document: after, did } = fixAll(withStages(document, [stage('a'), wrong]));
      return [did, after.nodes.at(-1)?.stages?.[1]];
    };
    const none = { qa: 0, match: 0, rmmr: 0, diffusion: 0, ave: 0 };
    expect(fixed(tinyPipeline(), stage('b', { parameters: none }))).toEqual([
      ['removeFromStage'],
      stage('b', { parameters: { qa: 0, match: 0, diffusion: 0, ave: 0 } }),
    ]);
    const noScenario = { complete: 0, audioMissing: 0, visualMissing: 0 };
    expect(fixed(tinyPipeline(), stage('b', { parameters: noScenario }))[0]).toEqual(['removeFromStage']);
    expect(
      fixed(
        tinyPipeline({ trainer: { batchSize: 16, epochs: 20, warmUp: 100 } }),
        stage('b', { parameters: { epochs: 1 } }),
      ),
    ).toEqual([['setInStage'], stage('b', { parameters: { epochs: 1, warmUp: 1 } })]);
    const all = ['audio', 'question', 'rmm', 'avr', 'head'];
    expect(fixed(tinyPipeline(), stage('b', { frozen: all }))).toEqual([
      ['removeFromStage'],
      stage('b', { frozen: all.slice(0, -1) }),
    ]);
    expect(fixed(tinyPipeline(), stage('b', { bypassed: ['visual'] }))).toEqual([['removeFromStage'], stage('b')]);
  });

  it('connect an encoder after the node that removes its modality', () => {
    const { nodes, edges, ...rest } = tinyPipeline();
    const raw = edges.map((edge) =>
      edge.to.node === 'visual' ? { ...edge, from: { node: 'dataset', socket: 'batch' } } : edge,
    );
    const passedBy = { ...rest, nodes, edges: raw };
    expect(analysisOf(passedBy).problems.map(({ message }) => message)).toEqual([
      'Node “Visual encoder” reads the visual features before “Missing modality” removes them, so they are never missing there; connect the node after “Missing modality”.',
    ]);
    const { document, did } = fixAll(passedBy);
    expect(did).toEqual(['connect']);
    expect(new Set(document.edges)).toEqual(new Set(edges));
  });

  it('add a Missing modality node to a graph without one', () => {
    const { document, did } = fixAll(without('missing'));
    expect(did.length).toBeGreaterThan(0);
    expect(analyse(document, catalogue).problems).toEqual([]);
  });

  it('are offered only if they remove the problem', () => {
    const empty = { ...tinyPipeline(), nodes: [], edges: [] };
    for (const problem of analyse(empty, catalogue).problems) expect(fixFor(empty, problem)).toBeUndefined();
  });
});
