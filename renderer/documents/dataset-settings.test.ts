import { describe, expect, it } from 'vitest';
import { defaultParameters } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { hasRole, settingsNames } from '../../graph-nodes/graph/roles';
import { catalogue, findKind } from '../../graph-nodes/nodes/catalogue';
import { countOthers, settingsOf, withSettings } from './dataset-settings';
import { addNode, emptyDocument, setParameter } from './editing';
import { presets } from './presets';

const preset = (name: string): GraphDocument => presets.find((one) => one.name === name)?.document ?? emptyDocument();

/** Parameters of a node with their defaults. */
const whole = (kind: string, parameters: GraphDocument['nodes'][number]['parameters']) => {
  const known = findKind(kind);
  return { ...(known && defaultParameters(known)), ...parameters };
};

const added = (kinds: readonly string[]): GraphDocument =>
  kinds.reduce((document, kind) => addNode(document, kind, { x: 0, y: 0 })[0], emptyDocument());

/** Kinds and parameters of all nodes. */
const nodesOf = ({ nodes }: GraphDocument) => nodes.map(({ kind, parameters }) => [kind, whole(kind, parameters)]);

describe('the settings of a dataset', () => {
  it.each(catalogue.kinds.filter(({ settings }) => settings).map((kind) => [kind.kind, kind] as const))(
    'are valid parameters of %s',
    (_, kind) => {
      for (const settings of Object.values(kind.settings ?? {})) {
        expect(kind.parameters.parse(settings)).toMatchObject(settings);
      }
    },
  );

  it('are known for every dataset kind', () => {
    for (const kind of catalogue.kinds.filter((one) => hasRole(one, 'dataset'))) {
      expect(settingsNames).toContain(settingsOf(added([kind.kind])));
    }
  });

  it.each([
    ['orchestra-rmm-avr', 'small'],
    ['music-avqa-paper', 'paper'],
  ] as const)('make a graph that is wired by hand equal to the preset %s', (name, settings) => {
    const document = preset(name);
    const byHand = added(document.nodes.map(({ kind }) => kind));
    expect(settingsOf(byHand)).toBe(settings);
    expect(nodesOf(byHand)).toEqual(nodesOf(document));
    expect(countOthers(byHand, settings)).toBe(0);
    expect(countOthers(document, settings)).toBe(0);
  });

  it('give every generator the parameters of its presets', () => {
    for (const { name: file, document } of presets) {
      // These two presets show options that are stronger than the paper's generator.
      if (/repair|strongest/u.test(file)) continue;
      const generator = document.nodes.find(({ id, kind }) => hasRole(findKind(kind), 'generator') && id !== 'missing');
      const dataset = document.nodes[0]?.kind;
      if (!generator || dataset === undefined || generator.parameters['question'] === false) continue;
      const [byHand] = added([dataset, generator.kind]).nodes.slice(1);
      expect([file, whole(generator.kind, byHand?.parameters ?? {})]).toEqual([
        file,
        whole(generator.kind, generator.parameters),
      ]);
    }
  });

  it('keep a new node at its defaults in a graph without a dataset', () => {
    expect(added(['audio-encoder', 'trainer']).nodes.map(({ parameters }) => parameters)).toEqual([{}, {}]);
  });

  it('switch all nodes and back, and keep parameters that they do not name', () => {
    const graph = setParameter(preset('orchestra-rmm-avr'), ['trainer'], 'seed', 7);
    const paper = withSettings(graph, 'paper');
    const parametersOf = (document: GraphDocument, id: string) =>
      document.nodes.find((node) => node.id === id)?.parameters;
    expect(parametersOf(paper, 'avr')).toEqual({ denoiser: 'U-Net', memory: 'recompute', steps: 10, width: 64 });
    expect(parametersOf(paper, 'trainer')).toMatchObject({ epochs: 50, batchSize: 4, seed: 7 });
    expect(parametersOf(paper, 'trainer')).not.toHaveProperty('warmUp');
    expect(parametersOf(paper, 'dataset')).toEqual(parametersOf(graph, 'dataset'));
    expect(countOthers(paper, 'small')).toBe(5);
    expect(nodesOf(withSettings(paper, 'small'))).toEqual(nodesOf(graph));
  });
});
