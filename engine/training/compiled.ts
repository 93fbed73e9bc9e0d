import * as tf from '@tensorflow/tfjs-core';
import type { DatasetSpecs } from '../../graph-nodes/graph/analyse';
import { scenarios } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { LossName } from '../../graph-nodes/graph/kind';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { withRecorder, type Recorder } from '../backends/onnx-runtime';
import type { Feed, Program } from '../backends/onnx-runtime/runtime';
import { startProgram, type Provider } from '../backends/program';
import { compile, type Model, type NodeSummary, type Watch } from '../model/build';
import { questionTokens, type BatchArrays } from '../data/batches';
import type { StepShares } from '../contract/runs';
import type { NamedArray } from '../files/safetensors';
import { answersOf, lossesOf, momentName, type Answers, type Learner } from './learner';
import { assignRow, gradientRow, ruleOf } from './optimiser';
import { previewOf, shownBy, type Shown } from './previews';
import { drawn, recordBatch, recordEvaluation, recordPasses, type BatchForm, type Drawn } from './recording';
import { batchLoss, namedLosses } from './step';
import { estimatedShares } from './step-shares';

interface Recorded {
  readonly program: Program;
  readonly draws: readonly Drawn[];
  readonly names: readonly LossName[];
}

/** Rows of numbers by name: the weights, the optimiser's moments, each state variable. */
type Rows = Readonly<Record<string, Float32Array>>;

/** What the nodes show, as a graph with one output for each. */
interface RecordedPreview {
  readonly program: Program;
  readonly draws: readonly Drawn[];
  readonly shown: readonly Pick<Shown, 'node' | 'name'>[];
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
 * Weights [P], the optimiser's moments [P] and each state variable are rows that go in and come out; each has two places in
 * memory, which change roles with every step, so that nothing is copied.
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
    const values = (trainable: boolean) => variablesOf(made, trainable).map((v) => recorder.numbersOf(v));
    return { model: made, initial: { weights: joined(values(true)), states: values(false) } };
  });

  const momentRows = Array.from({ length: rule.moments }, (_, index) => `moment${index}`);
  const stateRows = initial.states.map((_, index) => `state${index}`);
  const rowNames = ['weights', ...momentRows, ...stateRows];
  const averageRow = rule.average === undefined ? 'weights' : `moment${rule.average}`;
  const emptyRows = (): Rows =>
    Object.fromEntries(
      rowNames.map((name) => {
        const { length } = initial.states[stateRows.indexOf(name)] ?? initial.weights;
        return [name, new Float32Array(length)];
      }),
    );
  /** Where the rows are now, and where the next step puts them. */
  let [now, next] = [emptyRows(), emptyRows()];
  now['weights']?.set(initial.weights);
  initial.states.forEach((values, index) => now[`state${index}`]?.set(values));
  let steps = 0;
  /** The rows as a model that answers has them: of averaged weights, the average. */
  const answering = (): Rows => ({
    ...now,
    weights: now[steps > 0 ? averageRow : 'weights'] as Float32Array,
  });

  /** Names a graph: batches of equal keys run the same one. */
  const keyOf = (arrays: BatchArrays, training: boolean) => {
    const { size, audio, visual, negativeFrames } = formOf(arrays);
    return [training, size, audio, visual, training && negativeFrames].join();
  };

  /** Makes the rows the variables of the model. */
  const placeRows = (recorder: Recorder): tf.Tensor1D => {
    const weights = recorder.input('weights', [initial.weights.length], 'float32') as tf.Tensor1D;
    assignRow(variablesOf(model, true), weights);
    variablesOf(model, false).forEach((variable, index) => {
      variable.assign(recorder.input(`state${index}`, variable.shape, 'float32'));
    });
    return weights;
  };

  const recordStep = async (arrays: BatchArrays): Promise<Recorded> => {
    const draws: Drawn[] = [];
    let names: readonly LossName[] = [];
    const graph = withRecorder((recorder) =>
      recorder.record('training step', () => {
        const watch: Watch = (node) => {
          recorder.graph.part = node;
        };
        const weights = placeRows(recorder);
        const { input, labels } = recordBatch(recorder, spec, datasetNode, formOf(arrays), draws);
        const moments = momentRows.map((name) => recorder.input(name, [initial.weights.length], 'float32'));
        const rates = recorder.input('rates', [rule.rates(1, 0).length], 'float32');
        const loss = batchLoss(model, input, labels, parameters, '', watch);
        names = loss.names;
        const gradient = gradientRow(variablesOf(model, true), loss.gradients);
        const updated = rule.update(weights, gradient, moments as tf.Tensor1D[], rates as tf.Tensor1D);
        return {
          losses: loss.losses,
          [after('weights')]: updated.weights,
          ...Object.fromEntries(updated.moments.map((moment, index) => [after(`moment${index}`), moment])),
          ...Object.fromEntries(
            variablesOf(model, false).map((state, index) => [after(`state${index}`), tf.clone(state)]),
          ),
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
      outputs: (logits, labels) => ({
        classes: tf.stack(logits.map(answersOf)),
        losses: tf.stack(logits.map((ofScenario) => lossesOf(ofScenario, labels))),
      }),
    });
    return { program: await startProgram(graph, provider), draws, names: [] };
  };

  /** A graph of its own: the nodes that lead to nothing shown are not in it. */
  const recordPreview = async (arrays: BatchArrays): Promise<RecordedPreview> => {
    let shown: Shown[] = [];
    const { graph, draws } = recordPasses(
      { name: 'preview', spec, datasetNode, form: formOf(arrays), place: placeRows },
      (input, randomKey) => {
        shown = shownBy(model, input, randomKey);
        return Object.fromEntries(shown.map(({ values }, index) => [`shown${index}`, values]));
      },
    );
    return { program: await startProgram(graph, provider), draws, shown };
  };

  /** Every variable and where its values lie in rows. */
  function* placesIn(rows: Rows): Generator<{ name: string; shape: readonly number[]; values: Float32Array }> {
    let [start, states] = [0, 0];
    for (const [name, { trainable, shape, size }] of model.variables) {
      if (trainable) {
        yield { name, shape, values: (rows['weights'] as Float32Array).subarray(start, start + size) };
        start += size;
      } else {
        yield { name, shape, values: rows[`state${states}`] as Float32Array };
        states += 1;
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

  let previewed: Promise<RecordedPreview> | undefined;

  let shares: StepShares | undefined;

  const learner: Learner = {
    stepShares: () => shares,
    async step(arrays, randomKey, learningRate) {
      const { program, draws, names } = await recordedFor(arrays, true);
      const rates = rule.rates(steps + 1, learningRate);
      const places = { ...renamed(next, after), losses: new Float32Array(1 + names.length) };
      const feeds = { ...batchFeeds(arrays, spec), ...drawn(draws, seed, randomKey), ...now, rates };
      const made = await program.run(feeds, places);
      const named = namedLosses(names, made['losses'] as Float32Array);
      if (isFinite(named.total)) {
        steps += 1;
        next = now;
        now = Object.fromEntries(rowNames.map((name) => [name, made[after(name)] as Float32Array]));
      }
      return named;
    },
    async answer(arrays, randomKey) {
      const { program, draws } = await recordedFor(arrays, false);
      const size = arrays.questions.length;
      const feeds = { ...batchFeeds(arrays, spec), ...drawn(draws, seed, randomKey), ...answering() };
      const { classes, losses } = (await program.run(feeds)) as { classes: Int32Array; losses: Float32Array };
      return scenarios.map((_, scenario): Answers => {
        const [from, to] = [scenario * size, (scenario + 1) * size];
        return { classes: classes.subarray(from, to), losses: losses.subarray(from, to) };
      });
    },
    async preview(arrays, randomKey) {
      if (!model.hasPreviews) return [];
      previewed ??= recordPreview(arrays);
      const { program, draws, shown } = await previewed;
      const made = await program.run({ ...batchFeeds(arrays, spec), ...drawn(draws, seed, randomKey), ...answering() });
      return program.model.outputs.map(({ name, shape }, index) =>
        previewOf(shown[index] as Shown, shape as number[], made[name] as Float32Array),
      );
    },
    weights: async () => copied(placesIn(answering())),
    async load(arrays) {
      for (const rows of [now, answering()]) {
        for (const { name, values } of placesIn(rows)) values.set(arrays.get(name)?.values ?? values);
      }
    },
    async snapshot() {
      const moments = momentRows.map((name, index) => {
        const values = now[name] as Float32Array;
        return { name: momentName(index), shape: [values.length], values };
      });
      return { steps, arrays: copied([...placesIn(now), ...moments]) };
    },
    async restore(state) {
      steps = state.steps;
      for (const { name, values } of placesIn(now)) values.set(state.arrays.get(name)?.values ?? values);
      momentRows.forEach((name, index) => now[name]?.set(state.arrays.get(momentName(index))?.values ?? []));
    },
    async dispose() {
      model.dispose();
      for (const started of [...recorded.values(), ...(previewed ? [previewed] : [])]) {
        const { program } = await started.catch(() => ({ program: undefined }));
        await program?.dispose();
      }
    },
  };
  try {
    // A layer that cannot be recorded is told before the run begins.
    const { program, draws } = await recordedFor(first, true);
    shares = estimatedShares(program.model.work, draws, model.trainer);
    const { parameters: count, nodes } = model;
    return { ...learner, parameters: count, nodes, operationsPerStep: program.model.operations };
  } catch (error) {
    await learner.dispose();
    throw error;
  }
}

const copied = (
  arrays: Iterable<{ readonly name: string; readonly shape: readonly number[]; readonly values: Float32Array }>,
): Map<string, NamedArray> =>
  new Map([...arrays].map(({ name, shape, values }) => [name, { shape, values: values.slice() }]));

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
