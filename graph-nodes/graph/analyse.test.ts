import { describe, expect, it } from 'vitest';
import { bypass, freeze, graph, tinyPipeline } from '../../test/fixtures/graphs';
import { withStages } from '../../test/fixtures/stages';
import { analyse, refuseConnection } from './analyse';
import type { Problem } from './analysis';
import { catalogue } from '../nodes/catalogue';
import type { GraphDocument, ParameterValue, Stage } from './document';
import { formatShape } from './shapes';

const errors = (document: GraphDocument): Problem[] =>
  analyse(document, catalogue).problems.filter(({ severity }) => severity === 'error');

const without = (document: GraphDocument, wire: string): GraphDocument => {
  const [from, to] = wire.split(' > ');
  return {
    ...document,
    edges: document.edges.filter(
      (edge) => `${edge.from.node}/${edge.from.socket}` !== from || `${edge.to.node}/${edge.to.socket}` !== to,
    ),
  };
};
const withWire = (document: GraphDocument, wire: string): GraphDocument => ({
  ...document,
  edges: [...document.edges, ...graph([], [wire]).edges],
});
const set = (id: string, parameter: string, value: ParameterValue) =>
  errors(tinyPipeline({ [id]: { [parameter]: value } }));

describe('analysing a graph', () => {
  it('finds no fault in the paper’s pipeline and infers its shapes', () => {
    const { problems, nodes, order } = analyse(tinyPipeline(), catalogue);
    expect(problems).toEqual([]);
    const shape = (id: string, socket: string) => formatShape(nodes.get(id)?.inference.outputs[socket]?.shape ?? []);
    expect(shape('audio', 'audio')).toBe('[B, T 3, C 8]');
    expect(shape('avr', 'visual')).toBe('[B, T 3, H 2, W 3, C 8]');
    expect(shape('question', 'question')).toBe('[B, C 8]');
    expect(shape('head', 'logits')).toBe('[B, A 42]');
    expect(order.indexOf('rmm')).toBeGreaterThan(order.indexOf('question'));
    expect(order.at(-1)).toBe('trainer');
  });

  it('names the nodes of a cycle', () => {
    const cyclic = withWire(without(tinyPipeline(), 'audio/audio > rmm/audio'), 'avr/audio > rmm/audio');
    expect(errors(cyclic).map(({ message }) => message)).toEqual([
      'The graph has a cycle through “RMM generator”, “AVR diffusion”; remove one of the wires between them.',
    ]);
  });

  it('names an unknown kind and lists the known ones', () => {
    const [problem] = errors(graph([['x', 'transformer-2000']], []));
    expect(problem).toMatchObject({
      node: 'x',
      message: expect.stringMatching(/unknown kind “transformer-2000”.*rmm-generator/),
    });
  });

  it('refuses a wire between sockets of different types, and a wire to a socket that does not exist', () => {
    const wrong = withWire(without(tinyPipeline(), 'audio/audio > rmm/audio'), 'visual/visual > rmm/audio');
    expect(errors(wrong)[0]).toMatchObject({
      node: 'rmm',
      socket: 'audio',
      message: expect.stringMatching(
        /from “visual” of “Visual encoder” to “audio” of “RMM generator” is wrong: visual features \(“visual”\) of “Visual encoder” does not fit audio features \(“audio”\) of “RMM generator”/,
      ),
    });
    expect(errors(withWire(tinyPipeline(), 'audio/audio > rmm/smell'))[0]?.message).toMatch(
      /“RMM generator” has no input “smell”/,
    );
    expect(errors(withWire(tinyPipeline(), 'ghost/audio > rmm/audio'))[0]?.message).toMatch(/no node “ghost”/);
  });

  it('names node, socket, expected and found shape if widths differ', () => {
    const [problem] = errors(tinyPipeline({ audio: { width: 16 } }));
    expect(problem).toMatchObject({
      node: 'avr',
      socket: 'visual',
      message: 'Node “AVR diffusion”: input “visual” expects C = 16, as at “audio” but gets [B, T 3, H 2, W 3, C 8].',
    });
  });

  it('checks the answers of the head against those of the dataset', () => {
    expect(set('head', 'answers', 41)[0]).toMatchObject({
      node: 'trainer',
      socket: 'logits',
      message: expect.stringMatching(/A = 42.*\[B, A 41\]/),
    });
  });

  it('names a required input without a connection', () => {
    const [problem] = errors(without(tinyPipeline(), 'question/question > head/question'));
    expect(problem).toMatchObject({
      node: 'head',
      socket: 'question',
      message: expect.stringMatching(/input “question” is not connected/),
    });
  });

  it('only warns about a node that does not lead to the Trainer', () => {
    const document = tinyPipeline();
    const loose = { ...document, nodes: [...document.nodes, ...graph([['loose', 'audio-encoder']], []).nodes] };
    expect(errors(loose)).toEqual([]);
    expect(analyse(loose, catalogue).problems[0]).toMatchObject({ severity: 'warning', node: 'loose' });
  });

  it('names parameters out of range, of the wrong type, and unknown ones', () => {
    expect(set('rmm', 'slots', 0)[0]).toMatchObject({
      node: 'rmm',
      parameter: 'slots',
      message: expect.stringMatching(/at least 1, found 0/),
    });
    expect(set('rmm', 'slots', 2.5)[0]?.message).toMatch(/whole number, found 2\.5/);
    expect(set('trainer', 'learningRate', NaN)[0]).toMatchObject({
      parameter: 'learningRate',
      message: expect.stringMatching(/expected a number, found NaN/),
    });
    expect(set('missing', 'fill', 'ones')[0]?.message).toMatch(/one of "zeros", .*found "ones"/);
    expect(set('avr', 'speed', 3)[0]).toMatchObject({
      parameter: 'speed',
      message: expect.stringMatching(/no such parameter/),
    });
  });

  it('refuses duplicate ids, a second Trainer, no Trainer, and a second wire into one input', () => {
    const document = tinyPipeline();
    const twice = { ...document, nodes: [...document.nodes, ...graph([['rmm', 'audio-encoder']], []).nodes] };
    expect(errors(twice)[0]?.message).toMatch(/Two nodes have the id “rmm”/);
    const two = { ...document, nodes: [...document.nodes, ...graph([['second', 'trainer']], []).nodes] };
    expect(errors(two)[0]).toMatchObject({ node: 'second', message: expect.stringMatching(/second Trainer/) });
    expect(errors(graph([], []))[0]?.message).toMatch(/no Trainer/);
    expect(errors(withWire(document, 'audio/audio > avr/audio'))[0]?.message).toMatch(
      /“audio” of “AVR diffusion” has two wires/,
    );
  });

  it('passes the inputs of a bypassed node on, and refuses a bypass that no input can replace', () => {
    const bypassed = (id: string) => {
      const document = tinyPipeline();
      return {
        ...document,
        nodes: document.nodes.map((node) => (node.id === id ? { ...node, bypassed: true } : node)),
      };
    };
    for (const id of ['rmm', 'avr', 'missing']) expect(errors(bypassed(id))).toEqual([]);
    expect(errors(bypassed('audio'))[0]).toMatchObject({
      node: 'audio',
      message: expect.stringMatching(/cannot be bypassed/),
    });
  });

  it('refuses training in no scenario and warns if no modality is ever missing', () => {
    expect(errors(tinyPipeline({ trainer: { complete: 0, audioMissing: 0, visualMissing: 0 } }))[0]?.message).toMatch(
      /all three scenarios/,
    );
    const document = tinyPipeline();
    const unmoved = {
      ...document,
      nodes: document.nodes.map((node) => (node.id === 'missing' ? { ...node, bypassed: true } : node)),
    };
    expect(analyse(unmoved, catalogue).problems[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/No modality is ever missing/),
    });
  });

  it('refuses a training in which every node with variables is frozen', () => {
    const frozen = freeze(tinyPipeline(), 'audio', 'question', 'rmm', 'avr', 'head');
    expect(errors(frozen)).toMatchObject([
      {
        node: 'trainer',
        fault: { code: 'nothingToTrain', nodes: ['audio', 'question', 'rmm', 'avr', 'head'].map((id) => ({ id })) },
        message: expect.stringMatching(/nothing to train; unfreeze one of “Audio encoder”/),
      },
    ]);
    expect(errors(freeze(tinyPipeline(), 'audio', 'question', 'rmm', 'avr'))).toEqual([]);
    const withMean = tinyPipeline({ missing: { fill: 'mean' } });
    expect(errors(freeze(withMean, 'audio', 'question', 'rmm', 'avr', 'head'))).toEqual([]);
  });

  it('warns about a frozen node without variables, but not about a bypassed one or a stored mean', () => {
    const warned = (document: GraphDocument) =>
      analyse(document, catalogue).problems.map(({ severity, node, fault }) => [severity, node, fault.code]);
    expect(warned(freeze(tinyPipeline(), 'missing', 'visual'))).toEqual([
      ['warning', 'missing', 'nothingToFreeze'],
      ['warning', 'visual', 'nothingToFreeze'],
    ]);
    expect(warned(freeze(tinyPipeline({ missing: { fill: 'mean' } }), 'missing'))).toEqual([]);
    expect(warned(freeze(bypass(tinyPipeline(), 'avr'), 'avr'))).toEqual([]);
  });

  const rmm = { id: 'rmm', title: 'RMM generator', kind: 'rmm-generator' };
  const avr = { id: 'avr', title: 'AVR diffusion', kind: 'avr-diffusion' };
  const unused = (document: GraphDocument) =>
    analyse(document, catalogue).problems.map(({ severity, node, fault }) => [severity, node, fault]);

  it('warns about a generator that one modality does not pass through', () => {
    const passedBy = withWire(without(tinyPipeline(), 'rmm/visual > avr/visual'), 'visual/visual > avr/visual');
    expect(unused(passedBy)).toEqual([['warning', 'rmm', { code: 'unusedOutputs', node: rmm, outputs: ['visual'] }]]);
    expect(analyse(passedBy, catalogue).problems[0]?.message).toBe(
      'Node “RMM generator”: the Trainer does not use its output “visual”; connect it, or bypass or remove the node.',
    );
    expect(unused(bypass(passedBy, 'rmm'))).toEqual([]);
  });

  it('warns about the last node of an unused chain, and looks through bypassed nodes', () => {
    const direct = ['audio', 'visual'].reduce(
      (document, modality) =>
        withWire(without(document, `avr/${modality} > head/${modality}`), `${modality}/${modality} > head/${modality}`),
      tinyPipeline(),
    );
    expect(unused(direct)).toEqual([
      ['warning', 'avr', { code: 'unusedOutputs', node: avr, outputs: ['audio', 'visual'] }],
    ]);
    expect(unused(bypass(direct, 'avr'))).toEqual([
      ['warning', 'rmm', { code: 'unusedOutputs', node: rmm, outputs: ['audio', 'visual'] }],
    ]);
    expect(unused(bypass(direct, 'avr', 'rmm'))).toEqual([]);
  });

  it('uses the sizes of an open dataset', () => {
    const batch = analyse(tinyPipeline(), catalogue).nodes.get('dataset')?.inference.outputs['batch']?.batch;
    if (!batch) throw new Error('no batch');
    const document = tinyPipeline({ head: { answers: 42 } });
    const { problems } = analyse(document, catalogue, { dataset: { ...batch, answers: 7 } });
    expect(problems[0]?.message).toMatch(/A = 7/);
  });
});

describe('a connection that is being drawn', () => {
  const edge = (from: string, to: string) =>
    graph([], [`${from} > ${to}`]).edges[0] ?? { from: { node: '', socket: '' }, to: { node: '', socket: '' } };
  it('is possible between sockets of one type and refused with the reason otherwise', () => {
    const document = without(tinyPipeline(), 'audio/audio > rmm/audio');
    expect(refuseConnection(document, edge('audio/audio', 'rmm/audio'), catalogue)).toBeUndefined();
    expect(refuseConnection(document, edge('audio/audio', 'rmm/visual'), catalogue)).toMatchObject({ code: 'types' });
    expect(refuseConnection(document, edge('avr/audio', 'rmm/audio'), catalogue)).toMatchObject({ code: 'roundTrip' });
    expect(refuseConnection(document, edge('avr/audio', 'avr/audio'), catalogue)).toMatchObject({ code: 'roundTrip' });
  });
});

describe('the answer classes of a head', () => {
  /** The pipeline with a dataset of the given kind and a head whose A is set or not. */
  const pipeline = (kind: string, answers?: number): GraphDocument => {
    const { nodes, ...rest } = tinyPipeline({
      visual: { projection: 'linear', width: 8 },
      ...(answers !== undefined && { head: { answers } }),
    });
    const changed = nodes.map((node) => (node.id === 'dataset' ? { ...node, kind, parameters: { seconds: 3 } } : node));
    return { ...rest, nodes: changed };
  };
  const found = (document: GraphDocument, classes?: number) => {
    const published = analyse(document, catalogue).nodes.get('dataset')?.inference.outputs['labels']?.batch;
    if (!published) throw new Error('The dataset has no batch.');
    const { problems, nodes } = analyse(
      document,
      catalogue,
      classes === undefined ? {} : { dataset: { ...published, answers: classes } },
    );
    const logits = nodes.get('head')?.inference.outputs['logits'];
    return {
      errors: problems.filter(({ severity }) => severity === 'error').length,
      shape: formatShape(logits?.shape ?? []),
    };
  };

  it('follow the dataset unless they are set', () => {
    expect(found(pipeline('music-avqa'))).toEqual({ errors: 0, shape: '[B, A 42]' });
    expect(found(pipeline('music-avqa'), 43)).toEqual({ errors: 0, shape: '[B, A 43]' });
    expect(found(pipeline('music-avqa', 43), 43)).toEqual({ errors: 0, shape: '[B, A 43]' });
    expect(found(pipeline('music-avqa', 42), 43)).toEqual({ errors: 1, shape: '[B, A 42]' });
    expect(found(pipeline('music-avqa', 44), 43)).toEqual({ errors: 1, shape: '[B, A 44]' });
  });

  it('may be more than the published ones before annotations are read, and never fewer', () => {
    expect(found(pipeline('music-avqa', 43)).errors).toBe(0);
    expect(found(pipeline('music-avqa', 41)).errors).toBe(1);
    expect(found(pipeline('orchestra', 43)).errors).toBe(1);
  });
});

describe('analysing stages', () => {
  const stage = { name: 'repair', parameters: {}, frozen: [] };
  const messages = (document: GraphDocument) => errors(document).map(({ message }) => message);

  it('finds no fault in stages that set stage parameters and freeze and bypass nodes of the graph', () => {
    const stages = [
      { ...stage, name: 'backbone', parameters: { epochs: 2, missingQa: 0, schedule: 'cosine' } },
      { ...stage, frozen: ['audio', 'head'], bypassed: ['avr'] },
    ];
    expect(messages(withStages(tinyPipeline(), stages))).toEqual([]);
  });

  it.each<[string, Partial<Stage>, string]>([
    ['a parameter that the Trainer lacks', { parameters: { epoch: 2 } }, 'parameter “epoch”: a Trainer has '],
    ['a value out of range', { parameters: { epochs: 0 } }, 'parameter “epochs”: expected at least 1, found 0.'],
    ['a value of another type', { parameters: { watch: 3 } }, 'parameter “watch”: expected one of "accuracy", "loss"'],
    ['a parameter that is the same in all stages', { parameters: { seed: 2 } }, 'parameter “seed” is the same in all'],
    ['a node that is not there', { frozen: ['ghost'] }, 'the graph has no node “ghost” to freeze'],
    ['a bypassed node that is not there', { bypassed: ['ghost'] }, 'the graph has no node “ghost” to bypass'],
  ])('names the stage with %s', (_, changes, part) => {
    const document = withStages(tinyPipeline(), [
      { ...stage, name: 'backbone' },
      { ...stage, ...changes },
    ]);
    const found = messages(document);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('Node “Trainer”, stage “repair”');
    expect(found[0]).toContain(part);
  });

  it('refuses two stages with one name, and stages of a node that is not a Trainer', () => {
    expect(messages(withStages(tinyPipeline(), [stage, stage]))).toEqual([
      'Node “Trainer” has two stages named “repair”; rename one of them.',
    ]);
    const pipeline = tinyPipeline();
    const nodes = pipeline.nodes.map((node) => (node.id === 'rmm' ? { ...node, stages: [stage] } : node));
    expect(messages({ ...pipeline, nodes })).toEqual([
      'Node “RMM generator” has stages, but only a Trainer can have stages; remove them.',
    ]);
  });
});
