import * as tf from '@tensorflow/tfjs-core';
import type { DatasetSpecs } from '../../graph-nodes/analyse';
import { scenarios } from '../../graph-nodes/dataset';
import type { GraphDocument } from '../../graph-nodes/document';
import type { LossName } from '../../graph-nodes/kind';
import type { BatchSpec } from '../../graph-nodes/shapes';
import type { TrainerParameters } from '../../graph-nodes/trainer/node';
import { startProgram, withRecorder, type Program, type Recorder } from '../backend/onnx';
import type { Feed, Provider } from '../backend/onnx/runtime';
import { compile, type Model, type NodeSummary } from '../compile/compile';
import { questionTokens, type BatchArrays } from '../data/batches';
import { answersOf, type Learner } from './learner';
import { assignRow, gradientRow, rowOf, ruleOf } from './optimiser';
import { drawn, recordBatch, recordEvaluation, type BatchForm, type Drawn } from './recording';
import { batchLoss, namedLosses } from './step';

interface Recorded {
  readonly program: Program;
  readonly draws: readonly Drawn[];
  readonly names: readonly LossName[];
}

/** A learner whose steps were recorded as ONNX graphs, and what is known of its model. */
export interface CompiledLearner extends Learner {
  readonly parameters: number;
  readonly nodes: readonly NodeSummary[];
  /** Additions and multiplications in the matrix products and convolutions of a step of the first batch's size. */
  readonly operationsPerStep: number;
}

/**
 * Records training steps and evaluations once and runs them in ONNX Runtime: the same layers, gradients and optimiser as
 * everywhere, the same random draws, but all kernels of a step in one graph. There is one graph for each batch size.
 *
 * Weights [P], the optimiser's moments [P] and the state variables [S] are rows that go in and come out; each has two
 * places in memory, which change roles with every step, so that nothing is copied.
 *
 * @throws {RecordingError} when a layer cannot be recorded; nothing is left behind then
 */
export async function compiledLearner(
  document: GraphDocument,
  datasets: DatasetSpecs,
  datasetNode: string,
  parameters: TrainerParameters,
  first: BatchArrays,
  provider: Provider = 'cpu',
): Promise<CompiledLearner> {
  const { seed } = parameters;
  const spec = datasets[datasetNode] as BatchSpec;
  const rule = ruleOf(parameters);
  const { model, initial } = withRecorder((recorder) => {
    const made = compile(document, datasets, seed);
    const values = (trainable: boolean) => joined(variablesOf(made, trainable).map((v) => recorder.numbersOf(v)));
    return { model: made, initial: { weights: values(true), state: values(false) } };
  });
  const sizes = { weights: initial.weights.length, state: initial.state.length };

  const rowNames = ['weights', ...Array.from({ length: rule.moments }, (_, index) => `moment${index}`), 'state'];
  const emptyRows = () =>
    Object.fromEntries(
      rowNames.map((name) => [name, new Float32Array(name === 'state' ? sizes.state : sizes.weights)]),
    );
  /** Where the rows are now, and where the next step puts them. */
  let [now, next]: [Record<string, Float32Array>, Record<string, Float32Array>] = [emptyRows(), emptyRows()];
  now['weights']?.set(initial.weights);
  now['state']?.set(initial.state);
  let step = 0;

  /** Names a graph: batches of equal keys run the same one. */
  const keyOf = (arrays: BatchArrays, training: boolean) => {
    const { size, audio, visual, negativeFrames } = formOf(arrays);
    return [training, size, audio, visual, training && negativeFrames].join();
  };

  /** Makes the rows the variables of the model. */
  const placeRows = (recorder: Recorder): tf.Tensor1D => {
    const row = (name: string, size: number) => recorder.input(name, [size], 'float32') as tf.Tensor1D;
    const weights = row('weights', sizes.weights);
    assignRow(variablesOf(model, true), weights);
    if (sizes.state > 0) assignRow(variablesOf(model, false), row('state', sizes.state));
    return weights;
  };

  const recordStep = async (arrays: BatchArrays): Promise<Recorded> => {
    const draws: Drawn[] = [];
    let names: readonly LossName[] = [];
    const graph = withRecorder((recorder) =>
      recorder.record('training step', () => {
        const weights = placeRows(recorder);
        const { input, labels } = recordBatch(recorder, spec, datasetNode, formOf(arrays), draws);
        const moments = rowNames.slice(1, -1).map((name) => recorder.input(name, [sizes.weights], 'float32'));
        const rates = recorder.input('rates', [rule.rates(1, 0).length], 'float32');
        const loss = batchLoss(model, input, labels, parameters, '');
        names = loss.names;
        const gradient = gradientRow(variablesOf(model, true), loss.gradients);
        const updated = rule.update(weights, gradient, moments as tf.Tensor1D[], rates as tf.Tensor1D);
        return {
          losses: loss.losses,
          [after('weights')]: updated.weights,
          ...Object.fromEntries(updated.moments.map((moment, index) => [after(`moment${index}`), moment])),
          ...(sizes.state > 0 && { [after('state')]: rowOf(variablesOf(model, false)) }),
        };
      }),
    );
    return { program: await startProgram(graph, provider), draws, names };
  };

  const recordAnswer = async (arrays: BatchArrays): Promise<Recorded> => {
    const { graph, draws } = recordEvaluation(model, {
      name: 'evaluation',
      spec,
      datasetNode,
      form: formOf(arrays),
      place: placeRows,
      outputs: (logits) => ({ answers: tf.stack(logits.map(answersOf)) }),
    });
    return { program: await startProgram(graph, provider), draws, names: [] };
  };

  /** Every variable and where its values lie now. */
  function* places(): Generator<{ name: string; shape: readonly number[]; values: Float32Array }> {
    for (const trainable of [true, false]) {
      const row = now[trainable ? 'weights' : 'state'] as Float32Array;
      let start = 0;
      for (const [name, { trainable: moves, shape, size }] of model.variables) {
        if (moves !== trainable) continue;
        yield { name, shape, values: row.subarray(start, start + size) };
        start += size;
      }
    }
  }

  const recorded = new Map<string, Promise<Recorded>>();
  const recordedFor = (arrays: BatchArrays, training: boolean): Promise<Recorded> => {
    const key = keyOf(arrays, training);
    const found = recorded.get(key) ?? (training ? recordStep(arrays) : recordAnswer(arrays));
    recorded.set(key, found);
    return found;
  };

  const learner: Learner = {
    async step(arrays, randomKey, learningRate) {
      const { program, draws, names } = await recordedFor(arrays, true);
      step += 1;
      const rates = rule.rates(step, learningRate);
      const losses = new Float32Array(1 + names.length);
      const feeds = { ...batchFeeds(arrays, spec), ...drawn(draws, seed, randomKey), ...now, rates };
      await program.run(feeds, outputsOf(program, { ...renamed(next, after), losses }));
      [now, next] = [next, now];
      return namedLosses(names, losses);
    },
    async answer(arrays, randomKey) {
      const { program, draws } = await recordedFor(arrays, false);
      const size = arrays.questions.length;
      const count = scenarios.length;
      const answers = new Int32Array(count * size);
      await program.run({ ...batchFeeds(arrays, spec), ...drawn(draws, seed, randomKey), ...now }, { answers });
      return Array.from({ length: count }, (_, scenario) => answers.subarray(scenario * size, (scenario + 1) * size));
    },
    async weights() {
      const stored = [...places()].map(({ name, shape, values }) => [name, { shape, values: values.slice() }] as const);
      return new Map(stored);
    },
    async load(arrays) {
      for (const { name, values } of places()) values.set(arrays.get(name)?.values ?? values);
    },
    async dispose() {
      model.dispose();
      for (const started of recorded.values()) {
        const { program } = await started.catch(() => ({ program: undefined }));
        await program?.dispose();
      }
    },
  };
  try {
    // A layer that cannot be recorded is told before the run begins.
    const { program } = await recordedFor(first, true);
    const { parameters: count, nodes } = model;
    return { ...learner, parameters: count, nodes, operationsPerStep: program.model.operations };
  } catch (error) {
    await learner.dispose();
    throw error;
  }
}

/** The name of a row as it comes out of a step. */
const after = (name: string): string => `${name}Next`;

const renamed = <Item>(items: Readonly<Record<string, Item>>, name: (key: string) => string): Record<string, Item> =>
  Object.fromEntries(Object.entries(items).map(([key, item]) => [name(key), item]));

const variablesOf = (model: Model, trainable: boolean): tf.Variable[] =>
  [...model.variables.values()].filter((variable) => variable.trainable === trainable);

function joined(parts: readonly Float32Array[]): Float32Array {
  const row = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    row.set(part, start);
    start += part.length;
  }
  return row;
}

const formOf = ({ questions, audio, visual, negativeFrames }: BatchArrays): BatchForm => ({
  size: questions.length,
  audio: audio !== null,
  visual: visual !== null,
  negativeFrames: negativeFrames !== null,
});

/** The values of a recorded batch's inputs. */
function batchFeeds({ questions, audio, visual, negativeFrames }: BatchArrays, spec: BatchSpec): Record<string, Feed> {
  return {
    question: questionTokens(questions, spec),
    labels: Int32Array.from(questions, ({ answer }) => answer),
    ...(audio && { audio }),
    ...(visual && { visual }),
    ...(negativeFrames && { negativeFrames }),
  };
}

/** Those of the places that the program writes to. */
function outputsOf({ model }: Program, places: Readonly<Record<string, Feed>>): Record<string, Feed> {
  return Object.fromEntries(model.outputs.map(({ name }) => [name, places[name] as Feed]));
}
