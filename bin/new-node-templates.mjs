/** Templates of a new node kind, by family. Prettier formats their output. */

const audio = `{ name: 'audio', type: 'audio' }`;
const visual = `{ name: 'visual', type: 'visual' }`;
const question = `{ name: 'question', type: 'question' }`;

/** Reads the grid sizes in a layer, and the specs in a shape rule. */
const gridOf = (inputs) => `const visualSpec = requireInput(${inputs}, 'visual');
  const audioWidth = sizeOf(requireInput(${inputs}, 'audio'), 'C');
  const [height, gridWidth, channels] = [sizeOf(visualSpec, 'H'), sizeOf(visualSpec, 'W'), sizeOf(visualSpec, 'C')];`;

const families = {
  Encoders: {
    roles: `[{ name: 'encoder', of: 'audio' }]`,
    inputs: `{ name: 'batch', type: 'batch' }`,
    outputs: audio,
    parameters: `width: z.number().int().min(1).max(4096).default(64).meta({
      title: 'Width C',
      description: 'Features per second.',
    }),`,
    main: `'width'`,
    losses: '',
    nodeImports: (from) => `import { linearParameters, requireBatch } from '${from('inferHelpers')}';
import { audioShape } from '${from('shapes')}';`,
    infer: `infer(inputs, { width }) {
    const batch = requireBatch(inputs);
    return {
      outputs: { audio: { shape: audioShape(batch.seconds, width) } },
      parameters: linearParameters(batch.audioWidth, width),
      activations: batch.seconds * width,
    };
  },`,
    text: 'Maps the audio of every second to C features with one fully connected layer.',
    equation: 'f_a = W · a + b,  a [B, T, 128] → f_a [B, T, C]',
    layerImports: (from) => `import { requireBatch } from '${from('inferHelpers')}';
import type { BatchSignal, CreateLayer } from '${from('layer')}';
import { linear } from '${from('basic')}';
import { encodeSignal } from '${from('signals')}';`,
    layer: `(setup, { width }) => {
  const project = linear(setup, 'project', requireBatch(setup.inputs).audioWidth, width);
  return (inputs, pass) => ({ audio: encodeSignal((inputs['batch'] as BatchSignal).audio, pass, project) });
};`,
    tested: ['batch'],
  },
  Generators: {
    roles: `[{ name: 'generator', recalls: ['audio', 'visual'] }]`,
    inputs: `${audio}, ${visual}`,
    outputs: `${audio}, ${visual}`,
    parameters: 'encoderGradient: encoderGradientParameter,',
    main: '',
    losses: `'rmmr'`,
    nodeImports: (from) => `import { linearParameters, requireInput, sameSize } from '${from('inferHelpers')}';
import { encoderGradientParameter } from '${from('parameters')}';
import { sizeOf } from '${from('shapes')}';`,
    infer: `infer(inputs) {
    const seconds = sameSize(inputs, ['audio', 'visual'], 'T');
    ${gridOf('inputs')}
    const cells = height * gridWidth;
    return {
      outputs: { audio: requireInput(inputs, 'audio'), visual: visualSpec },
      parameters:
        linearParameters(channels, audioWidth) + cells * audioWidth + linearParameters(audioWidth, channels),
      activations: 10 * seconds * (audioWidth + cells * (audioWidth + channels)),
    };
  },`,
    text: 'Recalls a missing modality from the other one, second by second, with one fully connected layer.',
    equation: 'guess of audio = W · mean_HW f_v + b;  guess of visual at a cell = V · ReLU(f_a + p_cell) + c',
    layerImports: (from) => `import * as tf from '@tensorflow/tfjs-core';
import { requireInput } from '${from('inferHelpers')}';
import type { CreateLayer } from '${from('layer')}';
import { linear } from '${from('basic')}';
import { generator } from '${from('generator')}';
import { ontoGrid, poolGrid } from '${from('grid')}';
import { sizeOf } from '${from('shapes')}';`,
    layer: `(setup, { encoderGradient }) => {
  ${gridOf('setup.inputs')}
  const toAudio = linear(setup, 'audio', channels, audioWidth);
  const toVisual = ontoGrid(setup, 'visual', audioWidth, height * gridWidth, channels);
  return generator(
    {
      audio: (visual) => toAudio(poolGrid(visual)),
      visual: (audio) =>
        tf.reshape(toVisual(audio), [...audio.shape.slice(0, 2), height, gridWidth, channels]),
    },
    encoderGradient,
  );
};`,
    tested: ['audio', 'visual'],
  },
  Enhancers: {
    roles: `[{ name: 'enhancer', enhances: ['audio', 'visual'] }]`,
    inputs: `${audio}, ${visual}`,
    outputs: `${audio}, ${visual}`,
    parameters: `offset: z.boolean().default(true).meta({
      title: 'Offset',
      description: 'Adds a learned offset to every channel.',
    }),`,
    main: `'offset'`,
    losses: '',
    nodeImports: (from) => `import { requireInput } from '${from('inferHelpers')}';
import { sizeOf } from '${from('shapes')}';`,
    infer: `infer(inputs, { offset }) {
    const [audio, visual] = [requireInput(inputs, 'audio'), requireInput(inputs, 'visual')];
    const cells = sizeOf(visual, 'H') * sizeOf(visual, 'W');
    const [audioWidth, channels] = [sizeOf(audio, 'C'), sizeOf(visual, 'C')];
    return {
      outputs: { audio, visual },
      parameters: (offset ? 2 : 1) * (audioWidth + channels),
      activations: 2 * sizeOf(audio, 'T') * (audioWidth + cells * channels),
    };
  },`,
    text: 'Scales every channel of both modalities by a learned gain.',
    equation: 'y = x ⊙ (1 + g) + b,  x [B, T, …, C]',
    layerImports: (from) => `import * as tf from '@tensorflow/tfjs-core';
import { requireInput } from '${from('inferHelpers')}';
import type { CreateLayer, Signal } from '${from('layer')}';
import { zeros } from '${from('initializers')}';
import { encodeSignal } from '${from('signals')}';
import { sizeOf } from '${from('shapes')}';`,
    layer: `(setup, { offset }) => {
  const scale = (modality: 'audio' | 'visual') => {
    const channels = sizeOf(requireInput(setup.inputs, modality), 'C');
    const gain = setup.variable(\`\${modality}/gain\`, [channels], zeros);
    const added = offset ? setup.variable(\`\${modality}/offset\`, [channels], zeros) : 0;
    return (x: tf.Tensor) => tf.add(tf.mul(x, tf.add(gain, 1)), added);
  };
  const [audio, visual] = [scale('audio'), scale('visual')];
  return (inputs, pass) => ({
    audio: encodeSignal(inputs['audio'] as Signal, pass, audio),
    visual: encodeSignal(inputs['visual'] as Signal, pass, visual),
  });
};`,
    tested: ['audio', 'visual'],
  },
  Heads: {
    roles: `[{ name: 'head', answers: 'answers' }]`,
    inputs: `${audio}, ${visual}, ${question}`,
    outputs: `{ name: 'logits', type: 'logits' }`,
    parameters: 'answers: answersParameter,',
    main: `'answers'`,
    losses: '',
    nodeImports: (from) => `import { linearParameters, requireInput, sameSize } from '${from('inferHelpers')}';
import { answersParameter } from '${from('parameters')}';
import { logitsShape, sizeOf } from '${from('shapes')}';`,
    infer: `infer(inputs, { answers }) {
    sameSize(inputs, ['audio', 'visual'], 'T');
    const width = ['audio', 'visual', 'question'].reduce(
      (sum, socket) => sum + sizeOf(requireInput(inputs, socket), 'C'),
      0,
    );
    return {
      outputs: { logits: { shape: logitsShape(answers) } },
      parameters: linearParameters(width, answers),
      activations: 2 * width + answers,
    };
  },`,
    text: 'Averages audio and visual features, joins them with the question and maps all to answers.',
    equation: 'logits = W · tanh([mean a, mean v, f_t]) + b,  [B, A]',
    layerImports: (from) => `import * as tf from '@tensorflow/tfjs-core';
import { requireInput } from '${from('inferHelpers')}';
import type { CreateLayer, Signal } from '${from('layer')}';
import { linear } from '${from('basic')}';
import { sizeOf } from '${from('shapes')}';`,
    layer: `(setup, { answers }) => {
  const width = ['audio', 'visual', 'question'].reduce(
    (sum, socket) => sum + sizeOf(requireInput(setup.inputs, socket), 'C'),
    0,
  );
  const answer = linear(setup, 'answer', width, answers);
  const mean = ({ values }: Signal) =>
    tf.mean(tf.reshape(values, [values.shape[0] as number, -1, values.shape.at(-1) as number]), 1);
  return (inputs) => {
    const [audio, visual] = [mean(inputs['audio'] as Signal), mean(inputs['visual'] as Signal)];
    return { logits: answer(tf.tanh(tf.concat([audio, visual, inputs['question'] as tf.Tensor], 1))) };
  };
};`,
    tested: ['audio', 'visual', 'question'],
  },
};

/** Families that have a template. */
export const familyNames = Object.keys(families);

const testedSpecs = {
  batch: `batch: { shape: labelsShape, batch: batchSpec }`,
  audio: `audio: { shape: audioShape(3, 4) }`,
  visual: `visual: { shape: visualShape(3, 2, 2, 4) }`,
  question: `question: { shape: questionShape(4) }`,
};
const testedValues = {
  batch: `batch: {
    spec: batchSpec,
    audio: signal([2, 3, 8]),
    visual: signal([2, 3, 2, 2, 4]),
    question: tf.zeros([2, 5], 'int32'),
  }`,
  audio: 'audio: signal([2, 3, 4])',
  visual: 'visual: signal([2, 3, 2, 2, 4])',
  question: 'question: noise([2, 4])',
};
const shapeOf = { batch: 'labelsShape', audio: 'audioShape', visual: 'visualShape', question: 'questionShape' };

const title = (name) => (name[0].toUpperCase() + name.slice(1)).replaceAll('-', ' ');

/**
 * The files of a new kind, by name.
 * @param from the import path of a source file from the kind's folder
 */
export function filesOf(name, family, from) {
  const parts = families[family];
  const { roles, inputs, outputs, parameters, main, losses, infer, text, equation, tested } = parts;
  return {
    'node.ts': `import { z } from 'zod';
import { defineNode } from '${from('kind')}';
${parts.nodeImports(from)}

export const node = defineNode({
  kind: '${name}',
  title: '${title(name)}',
  family: '${family}',
  roles: ${roles},
  inputs: [${inputs}],
  outputs: [${outputs}],
  parameters: z.strictObject({
    ${parameters}
  }),
  mainParameters: [${main}],
  ${infer}
  losses: [${losses}],
  help: {
    text: '${text}',
    equations: ['${equation}'],
    source: 'The template of a new node.',
  },
});
`,
    'layer.ts': `import type { z } from 'zod';
${parts.layerImports(from)}
import type { node } from './node';

/** ${equation} */
export const createLayer: CreateLayer<z.infer<typeof node.parameters>> = ${parts.layer}
`,
    'layer.test.ts': `import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import type { EdgeValues, LayerSetup, Pass${tested.includes('batch') || tested.includes('audio') ? ', Signal' : ''} } from '${from('layer')}';
import { Random } from '${from('random')}';
import { ${tested.map((socket) => shapeOf[socket]).join(', ')}, type EdgeSpec } from '${from('shapes')}';
import { createLayer } from './layer';
import { node } from './node';

const random = new Random(1, 'values');
const noise = (shape: number[]) => tf.tensor(random.normals(shape.reduce((a, b) => a * b, 1)), shape);
const signal = (shape: number[]): Signal => ({ values: noise(shape), state: 'real' });
${
  tested.includes('batch')
    ? `const batchSpec = {
  seconds: 3,
  audioWidth: 8,
  height: 2,
  width: 2,
  visualWidth: 4,
  questionLength: 5,
  vocabulary: 9,
  answers: 42,
};`
    : ''
}
const specs = { ${tested.map((socket) => testedSpecs[socket]).join(', ')} };
const values: EdgeValues = { ${tested.map((socket) => testedValues[socket]).join(', ')} };

const pass: Pass = {
  scenario: 'complete',
  training: false,
  frozen: false,
  draw: (shape, draw) => tf.tensor(draw(random, tf.util.sizeFromShape([...shape])), [...shape]),
  addLoss: () => undefined,
  shared: (_, compute) => compute(),
};

it('computes finite values of the inferred shapes', () => {
  const parameters = node.parameters.parse({});
  const make: LayerSetup['variable'] = (name, shape, initializer) =>
    tf.variable(tf.tensor(initializer(shape, new Random(1, name)), [...shape]));
  const outputs = createLayer({ inputs: specs, variable: make, state: make }, parameters)(values, pass);
  for (const [socket, spec] of Object.entries<EdgeSpec>(node.infer(specs, parameters).outputs)) {
    const value = outputs[socket] as Signal | tf.Tensor;
    const tensor = value instanceof tf.Tensor ? value : value.values;
    expect(tensor.shape).toEqual(spec.shape.map(({ size = 2 }) => size));
    expect(tensor.dataSync().every(Number.isFinite)).toBe(true);
  }
});
`,
    'ko.ts': `import type { KindTexts } from '${from('kind')}';

/** Korean texts of the kind. Absent texts are shown in English. */
export const ko: KindTexts = {};
`,
  };
}
