import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startBackend } from '../../engine/backends/backend';
import { buildModel, type BatchInput, type Model, type PassOptions } from '../../engine/model/build';
import { datasetOf, layerOf } from '../../engine/model/layers';
import { batches, type BatchArrays } from '../../engine/data/batches';
import { createLearner } from '../../engine/training/create-learner';
import { batchLoss } from '../../engine/training/step';
import { analyse } from '../../graph-nodes/graph/analyse';
import { isBypassable } from '../../graph-nodes/graph/analysis';
import { catalogue, kindFolders } from '../../graph-nodes/nodes/catalogue';
import {
  DatasetError,
  noiseOf,
  noiseScenarios,
  scenarios,
  testScenarios,
  type Scenario,
} from '../../graph-nodes/datasets/dataset';
import type { GraphDocument, ParameterValue } from '../../graph-nodes/graph/document';
import { hasRole, modalities, roleOf, type Modality } from '../../graph-nodes/graph/roles';
import type { InsideView, NodeKind } from '../../graph-nodes/graph/kind';
import type { BatchSignal, EdgeValue, EdgeValues, Signal } from '../../graph-nodes/layers/layer';
import { Random } from '../../graph-nodes/graph/random';
import type { BatchSpec, EdgeSpec } from '../../graph-nodes/graph/shapes';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { koreanTexts } from '../../graph-nodes/nodes/translations';
import { randomBatch } from '../fixtures/batch';
import { pipelineAround, quickParameters } from '../fixtures/pipeline-around';
import { randomDataset } from '../fixtures/random-dataset';

const batchSize = 2;

/** Values of each parameter with a choice besides its default, one parameter at a time. */
function alternatives(kind: NodeKind): Record<string, ParameterValue>[] {
  const defaults = kind.parameters.parse({}) as Record<string, ParameterValue>;
  const { properties = {} } = z.toJSONSchema(kind.parameters, { io: 'input' });
  return Object.entries(properties).flatMap(([name, field]) => {
    const { enum: options, type } = field as { enum?: ParameterValue[]; type?: string };
    const values = options ?? (type === 'boolean' ? [true, false] : []);
    return values.filter((value) => value !== defaults[name]).map((value) => ({ [name]: value }));
  });
}

function specOf(document: GraphDocument): BatchSpec {
  const batch = analyse(document, catalogue).nodes.get('dataset')?.inference.outputs['batch']?.batch;
  if (!batch) throw new Error('The graph has no dataset.');
  return batch;
}

/** Sizes of a node's variables: trained, and stored beside them. */
function built(model: Model, id: string) {
  const own = [...model.variables].filter(([name]) => name.startsWith(`${id}/`)).map(([, variable]) => variable);
  const sum = (trainable: boolean) =>
    own.filter((variable) => variable.trainable === trainable).reduce((total, { size }) => total + size, 0);
  return { parameters: sum(true), state: sum(false) };
}

/** Replaces zero-initialised weights, through which no gradient flows and which change no value. */
function withoutZeros({ variables }: Model): void {
  for (const [name, variable] of variables) {
    if (!variable.trainable || variable.dataSync().some((value) => value !== 0)) continue;
    const values = new Random(1, name).normals(variable.size).map((value) => 0.1 * value);
    variable.assign(tf.tensor(values, variable.shape));
  }
}

/** A model of a graph around a kind, on tfjs's own kernels, with a batch of noise. */
async function modelAround(kind: NodeKind) {
  await startBackend('wasm');
  const { document, id } = pipelineAround(kind);
  const model = buildModel(document, {}, 1);
  withoutZeros(model);
  return { document, id, model, ...randomBatch(specOf(document), batchSize, 1) };
}

/** Values at the inputs and outputs of a node, and the losses it adds, in one pass. */
function valuesAt(
  { document, id, model, input }: Pick<Awaited<ReturnType<typeof modelAround>>, 'document' | 'id' | 'model' | 'input'>,
  options: Pick<PassOptions, 'scenario' | 'training'>,
) {
  const outputs = new Map<string, EdgeValues>(Object.entries(input.sources));
  let losses: string[] = [];
  model.open(input)({
    ...options,
    randomKey: 'train/0',
    observe(node, values, added) {
      outputs.set(node, values);
      if (node === id) losses = [...added.keys()];
    },
  });
  const inputs = Object.fromEntries(
    document.edges
      .filter(({ to }) => to.node === id)
      .map(({ from, to }) => [to.socket, outputs.get(from.node)?.[from.socket]]),
  );
  return { inputs: inputs as EdgeValues, outputs: outputs.get(id) ?? {}, losses };
}

const tensorOf = (value: EdgeValue): tf.Tensor => {
  if (value instanceof tf.Tensor) return value;
  return 'values' in value ? value.values : value.question;
};

/** One sample of a batch as a separate batch. */
function sampleOf(sources: BatchInput['sources'], sample: number): BatchInput['sources'] {
  const { batch, labels } = sources['dataset'] as unknown as { batch: BatchSignal; labels: tf.Tensor };
  const row = (values: tf.Tensor) => tf.slice(values, sample, 1);
  const signal = ({ negative, ...rest }: Signal): Signal => ({
    ...rest,
    values: row(rest.values),
    ...(negative && { negative: row(negative) }),
  });
  const question = row(batch.question) as tf.Tensor2D;
  const one = { ...batch, audio: signal(batch.audio), visual: signal(batch.visual), question };
  return { dataset: { batch: one, labels: row(labels) } };
}

/** Signal of a modality at a socket of its type or of a batch. */
function signalAt(values: EdgeValues, sockets: NodeKind['inputs'], modality: Modality): Signal | undefined {
  const batch = sockets.find(({ type }) => type === 'batch');
  const own = sockets.find(({ type }) => type === modality);
  if (own) return values[own.name] as Signal | undefined;
  return batch && (values[batch.name] as BatchSignal | undefined)?.[modality];
}

const same = (a: Signal, b: Signal) =>
  a.state === b.state && tf.util.arraysEqual(a.values.dataSync(), b.values.dataSync());

const missingScenario = (modality: Modality): Scenario => `${modality}Missing`;

describe('the catalogue', () => {
  it('lists every folder with a node.ts, once, by the name of the kind', () => {
    const names = catalogue.kinds.map(({ kind }) => kind);
    expect([...names].sort()).toEqual([...kindFolders].sort());
    expect(new Set(names).size).toBe(names.length);
  });

  it('has Korean texts of known kinds only', () => {
    expect(Object.keys(koreanTexts).filter((kind) => !catalogue.find(kind))).toEqual([]);
  });
});

describe.each(catalogue.kinds.map((kind) => [kind.kind, kind] as const))('the kind %s', (name, kind) => {
  const isDataset = hasRole(kind, 'dataset');
  const computes = !isDataset && !hasRole(kind, 'trainer');
  const parameters = Object.entries(kind.parameters.shape as Record<string, z.ZodType>);

  it('has the computation that its roles need', () => {
    expect(layerOf(name) !== undefined, 'layer.ts').toBe(computes);
    expect(datasetOf(name) !== undefined, 'dataset.ts').toBe(isDataset);
    expect(kind.roles.length).toBeGreaterThan(0);
  });

  it('has the sockets that its roles need', () => {
    const types = (sockets: NodeKind['inputs']) => sockets.map(({ type }) => type as string);
    const encoded = roleOf(kind, 'encoder')?.of;
    const changed = [
      ...(roleOf(kind, 'generator')?.recalls ?? []),
      ...(roleOf(kind, 'enhancer')?.enhances ?? []),
      ...(encoded === undefined ? [] : [encoded]),
      ...(isDataset ? ['batch', 'labels'] : []),
      ...(hasRole(kind, 'missing modality') ? ['batch'] : []),
      ...(hasRole(kind, 'head') ? ['logits'] : []),
      ...(hasRole(kind, 'trainer') ? ['run'] : []),
    ];
    expect(types(kind.outputs)).toEqual(expect.arrayContaining(changed));
  });

  it('has a title, help and a source, and equations if it computes', () => {
    const { text, equations = [], source } = kind.help;
    expect(kind.title).not.toBe('');
    expect(text).toMatch(/\w.*\.$/s);
    expect(source).toMatch(/\w/);
    if (computes) expect(equations.length).toBeGreaterThan(0);
    for (const equation of equations) expect(equation).not.toBe('');
    for (const { title } of [...(kind.previews ?? []), ...(kind.insides ?? [])]) expect(title).not.toBe('');
  });

  it('has a title, a description, a default and bounds for every parameter', () => {
    expect(() => kind.parameters.parse({})).not.toThrow();
    const { properties = {} } = z.toJSONSchema(kind.parameters, { io: 'input' });
    for (const [parameter, schema] of parameters) {
      const { title, description } = schema.meta() ?? {};
      expect(title, `title of ${parameter}`).toMatch(/\S/);
      expect(description, `description of ${parameter}`).toMatch(/\S/);
      const { type, minimum, maximum } = properties[parameter] as { type?: string; minimum?: number; maximum?: number };
      if (type !== 'number' && type !== 'integer') continue;
      expect([minimum, maximum], `bounds of ${parameter}`).toEqual([expect.any(Number), expect.any(Number)]);
    }
  });

  it('has other languages only for its own parameters, options, previews and insides', () => {
    const texts = koreanTexts[name];
    const { properties = {} } = z.toJSONSchema(kind.parameters, { io: 'input' });
    const options = Object.values(properties).flatMap((field) => (field as { enum?: string[] }).enum ?? []);
    const known = (names: object | undefined, all: readonly string[]) =>
      expect(Object.keys(names ?? {}).filter((each) => !all.includes(each))).toEqual([]);
    known(texts?.parameters, Object.keys(kind.parameters.shape));
    known(
      texts?.previews,
      (kind.previews ?? []).map((preview) => preview.name),
    );
    known(
      texts?.insides,
      (kind.insides ?? []).map((inside) => inside.name),
    );
    known(texts?.options, options);
  });

  it('makes a valid graph', () => {
    expect(analyse(pipelineAround(kind).document, catalogue).problems).toEqual([]);
  });

  it('has the built number of parameters and states, for each choice of a parameter', async () => {
    await startBackend('wasm');
    for (const choice of [{}, ...alternatives(kind).map((each) => ({ ...quickParameters(kind), ...each }))]) {
      const { document, id } = pipelineAround(kind, choice);
      const { parameters: trained = NaN, state = 0 } = analyse(document, catalogue).nodes.get(id)?.inference ?? {};
      const model = buildModel(document, {}, 1);
      expect({ choice, ...built(model, id) }).toEqual({ choice, parameters: trained, state });
      model.dispose();
    }
  });

  it('can be bypassed if an input can replace each output', async () => {
    await startBackend('wasm');
    const { document, id } = pipelineAround(kind);
    const bypassed = {
      ...document,
      nodes: document.nodes.map((node) => (node.id === id ? { ...node, bypassed: true } : node)),
    };
    const refused = analyse(bypassed, catalogue).problems.some(({ fault }) => fault.code === 'noBypass');
    expect(refused).toBe(!isBypassable(kind));
    if (refused) return;
    const model = buildModel(bypassed, {}, 1);
    expect(built(model, id)).toEqual({ parameters: 0, state: 0 });
    const { input } = randomBatch(specOf(bypassed), batchSize, 1);
    const pass = model.open(input);
    for (const scenario of scenarios) {
      const { logits } = pass({ scenario, training: false, randomKey: 'test' });
      expect(logits.dataSync().every(Number.isFinite), scenario).toBe(true);
    }
    model.dispose();
  });

  if (isDataset) {
    it('opens to the sizes that it infers, or names its missing files', async () => {
      const values = kind.parameters.parse({});
      const opened = datasetOf(name)?.(values);
      if (roleOf(kind, 'dataset')?.synthetic !== true) return expect(opened).rejects.toBeInstanceOf(DatasetError);
      expect((await opened)?.spec).toEqual(specOf(pipelineAround(kind).document));
    });
  }

  if (computes) {
    it('computes the shapes that it infers', async () => {
      const around = await modelAround(kind);
      const inferred = analyse(around.document, catalogue).nodes.get(around.id)?.inference.outputs ?? {};
      for (const scenario of testScenarios) {
        const { outputs } = valuesAt(around, { scenario, training: false });
        for (const { name: socket, type } of kind.outputs) {
          if (type === 'batch') continue;
          const { shape } = inferred[socket] as EdgeSpec;
          const sizes = shape.map(({ letter, size }) => (letter === 'B' ? batchSize : size));
          expect([scenario, socket, tensorOf(outputs[socket] as EdgeValue).shape]).toEqual([scenario, socket, sizes]);
        }
      }
      around.model.dispose();
    });

    it('changes each modality as declared by its roles, and passes on the others', async () => {
      const around = await modelAround(kind);
      const takesAway = roleOf(kind, 'missing modality')?.takesAway ?? [];
      const recalls = roleOf(kind, 'generator')?.recalls ?? [];
      const enhances = roleOf(kind, 'enhancer')?.enhances ?? [];
      const changed = new Set<Modality>();
      for (const modality of modalities) {
        if (roleOf(kind, 'encoder')?.of === modality) continue;
        for (const scenario of scenarios) {
          const { inputs, outputs } = valuesAt(around, { scenario, training: false });
          const [before, after] = [signalAt(inputs, kind.inputs, modality), signalAt(outputs, kind.outputs, modality)];
          if (!before || !after) continue;
          const place = `${modality} in the scenario ${scenario}`;
          const missing = scenario === missingScenario(modality);
          if (!same(before, after)) changed.add(modality);
          if (missing && takesAway.includes(modality)) expect(after.state, place).toBe('missing');
          else if (missing && recalls.includes(modality)) expect(after.state, place).toBe('recalled');
          else if (enhances.includes(modality)) expect(after.state, place).not.toBe(missing ? 'real' : 'missing');
          else expect(same(before, after), `${place} stays as it is`).toBe(true);
        }
      }
      expect([...changed]).toEqual(expect.arrayContaining([...takesAway, ...recalls, ...enhances]));
      around.model.dispose();
    });

    it('keeps a noisy modality, enhances it, or marks it as noisy', async () => {
      const around = await modelAround(kind);
      const marks = roleOf(kind, 'missing modality')?.takesAway ?? [];
      const enhances = roleOf(kind, 'enhancer')?.enhances ?? [];
      for (const modality of modalities) {
        for (const scenario of noiseScenarios) {
          const { inputs, outputs } = valuesAt(around, { scenario, training: false });
          const [before, after] = [signalAt(inputs, kind.inputs, modality), signalAt(outputs, kind.outputs, modality)];
          if (!before || !after) continue;
          const place = `${modality} in the scenario ${scenario}`;
          const noisy = noiseOf[scenario].modalities.includes(modality);
          if (noisy && marks.includes(modality)) expect(after.state, place).toBe('noisy');
          else if (enhances.includes(modality))
            expect(noisy ? [before.state, 'recalled'] : [before.state], place).toContain(after.state);
          else if (roleOf(kind, 'encoder')) expect(after.state, place).toBe(before.state);
          else expect(same(before, after), `${place} stays as it is`).toBe(true);
        }
      }
      around.model.dispose();
    });

    it('computes each sample of a batch independently if it is frozen', async () => {
      await startBackend('wasm');
      const { document, id } = pipelineAround(kind);
      const frozen = {
        ...document,
        nodes: document.nodes.map((node) => (node.id === id ? { ...node, frozen: true } : node)),
      };
      const model = buildModel(frozen, {}, 1);
      withoutZeros(model);
      const { input } = randomBatch(specOf(document), batchSize, 1);
      // One number for every random draw; the result of a sample must not depend on its position in the batch.
      const draw: BatchInput['draw'] = (_, shape, values) =>
        tf.fill([...shape], 1, values(new Random(0), 1) instanceof Int32Array ? 'int32' : 'float32');
      const outputsOf = (sources: BatchInput['sources'], scenario: Scenario) =>
        valuesAt({ document, id, model, input: { sources, draw } }, { scenario, training: true }).outputs;
      for (const scenario of scenarios) {
        const together = outputsOf(input.sources, scenario);
        for (let sample = 0; sample < batchSize; sample += 1) {
          const alone = outputsOf(sampleOf(input.sources, sample), scenario);
          for (const { name: socket, type } of kind.outputs) {
            if (type === 'batch') continue;
            const [expected, found] = [together, alone].map((outputs) => tensorOf(outputs[socket] as EdgeValue));
            const row = tf.slice(expected as tf.Tensor, sample, 1);
            const apart = tf.max(tf.abs(tf.sub(row, found as tf.Tensor))).dataSync()[0];
            expect(apart, `${socket} of sample ${sample} in ${scenario}`).toBeLessThan(1e-4);
          }
        }
      }
      model.dispose();
    });

    it('shows the insides that it declares, with the axes of their views', async () => {
      const { model, id, input, document } = await modelAround(kind);
      const shown = new Map<string, tf.Tensor>();
      for (const scenario of scenarios) {
        const inspect = (node: string, inside: string, values: tf.Tensor) => node === id && shown.set(inside, values);
        model.open(input)({ scenario, training: false, randomKey: 'test', inspect });
      }
      const declared = kind.insides ?? [];
      expect([...shown.keys()].sort()).toEqual(declared.map((inside) => inside.name).sort());
      const { seconds, height, width } = specOf(document);
      const any = expect.any(Number) as number;
      const axes: Record<InsideView, unknown> = {
        addressing: [batchSize, expect.toSatisfy((size) => size === 1 || size === seconds), any],
        // One vector per slot, or a grid of them.
        slots: expect.toSatisfy((shape: number[]) => shape[0] === 1 && [3, 5].includes(shape.length)),
        steps: [batchSize, any, seconds, height, width],
        curve: [expect.toSatisfy((size) => size === 1 || size === batchSize), any],
        'attention over the grid': [batchSize, seconds, height, width],
        'attention over time': [batchSize, any, seconds],
        chances: [batchSize, seconds],
        features: expect.toSatisfy((shape: number[]) => shape.length > 1 && shape[0] === batchSize),
      };
      /** Axes over which the shares of a view sum to 1. */
      const shares: Partial<Record<InsideView, number[]>> = {
        addressing: [-1],
        'attention over the grid': [-2, -1],
        'attention over time': [-1],
      };
      for (const inside of declared) {
        const values = shown.get(inside.name) as tf.Tensor;
        expect(values.shape, inside.name).toEqual(axes[inside.view]);
        const over = shares[inside.view];
        for (const sum of over ? tf.sum(values, over).dataSync() : []) expect(sum, inside.name).toBeCloseTo(1, 4);
      }
      model.dispose();
    });

    it('adds the losses that it declares', async () => {
      const around = await modelAround(kind);
      const added = new Set<string>();
      for (const scenario of scenarios)
        for (const loss of valuesAt(around, { scenario, training: true }).losses) added.add(loss);
      expect([...added].sort()).toEqual([...kind.losses].sort());
      around.model.dispose();
    });

    it('has a gradient for every trained variable', async () => {
      const { document, id, model, input, labels } = await modelAround(kind);
      const { gradients } = batchLoss(model, input, labels, trainerParametersOf(document), 'train/0');
      for (const [variable, { name: key, trainable }] of model.variables) {
        if (!variable.startsWith(`${id}/`) || !trainable) continue;
        const values = [...(gradients[key]?.dataSync() ?? [])];
        expect(values.every(Number.isFinite), variable).toBe(true);
        expect(
          values.some((value) => value !== 0),
          variable,
        ).toBe(true);
      }
      model.dispose();
    });
  }

  it('is recorded, and trains', async () => {
    const { document, id } = pipelineAround(kind);
    const dataset = randomDataset(specOf(document), 2 * batchSize);
    const parametersOfTrainer = { ...trainerParametersOf(document), batchSize };
    const created = await createLearner(document, { node: 'dataset', dataset }, parametersOfTrainer, 'onnx');
    expect([created.backend, created.note]).toEqual(['onnx', undefined]);
    const { learner } = created;
    const order = { random: new Random(1, 'order'), negatives: { seed: 1, stream: 'negatives' } };
    const { value: arrays } = await batches(dataset, 'train', batchSize, order).next();
    const own = async () => [...(await learner.weights())].filter(([variable]) => variable.startsWith(`${id}/`));
    const before = await own();
    // Zero-initialised weights block the gradients of others for one step.
    for (let step = 0; step < 3; step += 1) {
      const losses = await learner.step(arrays as BatchArrays, `train/${step}`, 0.01);
      expect(losses.total).toSatisfy(Number.isFinite);
    }
    const after = new Map(await own());
    for (const [variable, { values }] of before)
      expect(tf.util.arraysEqual(values, after.get(variable)?.values ?? values), variable).toBe(false);
    const answers = await learner.answer(arrays as BatchArrays, 'test');
    expect(answers.map(({ classes }) => classes.length)).toEqual(scenarios.map(() => batchSize));
    await learner.dispose();
  });
});
