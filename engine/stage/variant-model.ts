import * as tf from '@tensorflow/tfjs-core';
import type { BatchSignal, EdgeValues, Signal } from '../../graph-nodes/layers/layer';
import { modalities, type Modality } from '../../graph-nodes/graph/roles';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { RecordingError, withRecorder, type Recorder } from '../backends/onnx-runtime';
import type { Feed, Program } from '../backends/onnx-runtime/runtime';
import { startProgram, type Provider } from '../backends/program';
import { RequestError } from '../contract/errors';
import type { Inside } from '../contract/stage';
import type { NamedArray } from '../files/safetensors';
import { buildModel, type BatchInput, type Model, type PassOptions } from '../model/build';
import { randomInputValues } from '../training/random-inputs';
import { recordPasses, type RecordedPasses } from '../training/recording';
import { keyOf, scenarioOf, type PairState } from './failures';
import type { VariantGraph } from './variants';

/** Form of the data of an open dataset. */
export interface Source {
  readonly node: string;
  readonly spec: BatchSpec;
  /** Modalities of the dataset. */
  readonly has: Readonly<Record<Modality, boolean>>;
}

/** A question about a clip as model inputs. */
export interface Sample {
  readonly features: Readonly<Record<Modality, Float32Array | null>>;
  readonly tokens: Int32Array;
  /** Standard deviation of the noise of each noisy modality. */
  readonly noise: Readonly<Record<Modality, number>>;
  /** Names the random streams; equal keys give equal numbers. */
  readonly randomKey: string;
}

export type Weights = ReadonlyMap<string, NamedArray>;

/** An inspected tensor of a node, without the batch axis. */
export interface NodeInside extends Pick<Inside, 'node' | 'name' | 'shape'> {
  readonly values: Float32Array;
}

/** Features at the inputs of the head, by modality; absent if the head does not read it. */
export type HeadFeatures = Readonly<Partial<Record<Modality, Float32Array>>>;

export interface Encoded {
  readonly features: HeadFeatures;
  /** True for modalities that a generator or enhancer computed. */
  readonly recalled: Readonly<Partial<Record<Modality, boolean>>>;
  readonly insides: readonly NodeInside[];
}

/** Names of graph inputs and outputs. */
const featuresName = (modality: Modality): string => `${modality}Features`;
const noiseName = (modality: Modality): string => `${modality}Noise`;
const insideName = (index: number): string => `inside${index}`;

/** Requests the insides of nodes. */
export interface Inspection {
  /** An output `<node id>/<socket>` whose values are requested, too. */
  readonly output?: string | undefined;
}

type Show = (node: string, name: string, values: tf.Tensor) => void;

interface Shown {
  readonly node: string;
  readonly name: string;
  readonly values: tf.Tensor;
}

/** Values beside the graph that a recorded pass yields. */
interface Traced {
  readonly outputs: Readonly<Record<string, tf.Tensor>>;
  readonly recalled?: Encoded['recalled'];
}

interface StagePass extends RecordedPasses {
  readonly program: Program;
  readonly recalled: Encoded['recalled'];
  /** Node and name of every inspected tensor, in the order of the outputs. */
  readonly shown: readonly Omit<Shown, 'values'>[];
}

/**
 * The model of one variant as recorded programs of one sample each: from features and question to the inputs of the
 * head for every pair of states, and from there to probabilities. Weights are inputs, so all checkpoints of a run share
 * the programs.
 */
export class VariantModel {
  readonly variant: VariantGraph['variant'];
  private readonly model: Model;
  private readonly seed: number;
  private readonly passes = new Map<string, Promise<StagePass>>();

  /** @throws {RequestError} if the graph has an error */
  constructor(
    { variant, document }: VariantGraph,
    private readonly source: Source,
    private readonly provider: Provider,
  ) {
    this.variant = variant;
    this.seed = trainerParametersOf(document).seed;
    this.model = withRecorder(() => buildModel(document, { [source.node]: source.spec }, this.seed));
  }

  /** Modalities that enter the head. */
  get reads(): readonly Modality[] {
    return modalities.filter((modality) => this.model.headInputs[modality] !== undefined);
  }

  /** Name of a weight that a checkpoint lacks; undefined if it has all. */
  lacking(weights: Weights): string | undefined {
    return [...this.model.variables.keys()].find((name) => {
      return weights.get(name)?.shape.join() !== this.model.variables.get(name)?.shape.join();
    });
  }

  /**
   * Computes the inputs of the head for a clip with the same states in all seconds.
   * @param inspect for the insides of the nodes before the head
   */
  async encode(sample: Sample, state: PairState, weights: Weights, inspect?: Inspection): Promise<Encoded> {
    if (this.reads.length === 0 && !inspect) return { features: {}, recalled: {}, insides: [] };
    const pass = await this.encoder(state, inspect !== undefined);
    const { features, noise } = sample;
    const outputs = await this.run(pass, sample, weights, {
      ...(features.audio && { audio: features.audio }),
      ...(features.visual && { visual: features.visual }),
      ...Object.fromEntries(modalities.map((modality) => [noiseName(modality), Float32Array.of(noise[modality])])),
    });
    return {
      features: Object.fromEntries(
        this.reads.map((modality) => [modality, outputs[featuresName(modality)] as Float32Array]),
      ),
      recalled: pass.recalled,
      insides: insidesOf(pass, outputs, inspect),
    };
  }

  /**
   * Computes the probabilities of the answers, [A].
   * @param inspect for the insides of the head
   */
  async answer(
    sample: Sample,
    features: HeadFeatures,
    weights: Weights,
    inspect?: Inspection,
  ): Promise<{ readonly probabilities: Float32Array; readonly insides: readonly NodeInside[] }> {
    const pass = await this.head(inspect !== undefined);
    const seen = modalities.flatMap((modality) => {
      const values = features[modality];
      return values ? [[featuresName(modality), values] as const] : [];
    });
    const outputs = await this.run(pass, sample, weights, Object.fromEntries(seen));
    return { probabilities: outputs['probabilities'] as Float32Array, insides: insidesOf(pass, outputs, inspect) };
  }

  /** Prepares the programs of some states, since this takes longer than to run them. */
  async prepare(states: readonly PairState[]): Promise<void> {
    await this.head(false);
    if (this.reads.length === 0) return;
    for (const state of states) await this.encoder(state, false);
  }

  async dispose(): Promise<void> {
    this.model.dispose();
    for (const pass of this.passes.values()) {
      const { program } = await pass.catch(() => ({ program: undefined }));
      await program?.dispose();
    }
  }

  private encoder(state: PairState, inspect: boolean): Promise<StagePass> {
    const { model, source } = this;
    return this.pass(`${keyOf(state)} ${inspect}`, (input, noise, show) => {
      const batch = batchIn(input, source.node);
      const failing = (modality: Modality): Signal => {
        const signal = batch[modality];
        // Inspected nodes also get the real values, to measure their distance.
        const real = inspect && { target: signal.values };
        if (state[modality] === 'missing') return { values: tf.zerosLike(signal.values), state: 'missing', ...real };
        return state[modality] === 'noisy' ? { ...signal, state: 'noisy', noise: noise[modality], ...real } : signal;
      };
      const changed = { ...batch, audio: failing('audio'), visual: failing('visual') };
      const opened = withBatch(input, source.node, changed);
      if (inspect) showOutputs(source.node, opened.sources[source.node] ?? {}, show);
      const { seen } = model.open(opened)({
        ...options(state),
        ...(inspect && {
          inspect: (node, name, values) => node !== model.head && show(node, name, values),
          observe: (node, values) => node !== model.head && showOutputs(node, values, show),
        }),
      });
      const signals = Object.entries(seen) as [Modality, Signal][];
      return {
        outputs: Object.fromEntries(
          signals.map(([modality, { values }]) => [featuresName(modality), tf.clone(values)]),
        ),
        recalled: Object.fromEntries(signals.map(([modality, { state: now }]) => [modality, now === 'recalled'])),
      };
    });
  }

  private head(inspect: boolean): Promise<StagePass> {
    const { model } = this;
    return this.pass(`head ${inspect}`, (input, _noise, show, recorder) => {
      const outputs = new Map<string, EdgeValues>();
      const { seen } = model.open(input)({
        scenario: 'complete',
        training: false,
        randomKey: '',
        observe: (node, values) => outputs.set(node, values),
      });
      const known = new Map<string, EdgeValues>();
      for (const [modality, source] of Object.entries(model.headInputs) as [Modality, string][]) {
        const [node, socket] = [source.slice(0, source.indexOf('/')), source.slice(source.indexOf('/') + 1)];
        const signal = seen[modality] as Signal;
        const values = recorder.input(featuresName(modality), signal.values.shape, 'float32');
        known.set(node, { ...(known.get(node) ?? outputs.get(node)), [socket]: { values, state: 'real' } });
      }
      const { logits } = model.open({ ...input, known: () => Object.fromEntries(known) })({
        scenario: 'complete',
        training: false,
        randomKey: '',
        ...(inspect && {
          inspect: (node, name, values) => node === model.head && show(node, name, values),
          observe: (node, values) => node === model.head && showOutputs(node, values, show),
        }),
      });
      return { outputs: { probabilities: tf.softmax(logits) } };
    });
  }

  /** The program of a pass; recorded and started on first use. */
  private pass(
    key: string,
    trace: (input: BatchInput, noise: Readonly<Record<Modality, tf.Tensor>>, show: Show, recorder: Recorder) => Traced,
  ): Promise<StagePass> {
    const known = this.passes.get(key);
    if (known) return known;
    const made = this.start(trace);
    this.passes.set(key, made);
    return made;
  }

  private async start(trace: Parameters<VariantModel['pass']>[1]): Promise<StagePass> {
    const { model, source, provider } = this;
    const shown: Shown[] = [];
    let placed: { recorder: Recorder; noise: Record<Modality, tf.Tensor> } | undefined;
    let recalled: Encoded['recalled'] = {};
    const recording = {
      name: 'stage',
      spec: source.spec,
      datasetNode: source.node,
      form: { size: 1, audio: source.has.audio, visual: source.has.visual, negative: false },
      place(recorder: Recorder) {
        for (const [name, variable] of model.variables) {
          variable.assign(recorder.input(name, variable.shape, 'float32'));
        }
        const noise = (modality: Modality) => recorder.input(noiseName(modality), [1], 'float32');
        placed = { recorder, noise: { audio: noise('audio'), visual: noise('visual') } };
      },
    };
    try {
      const recorded = recordPasses(recording, (input) => {
        const { recorder, noise } = placed as NonNullable<typeof placed>;
        const traced = trace(
          input,
          noise,
          (node, name, values) => shown.push({ node, name, values: tf.cast(values, 'float32') }),
          recorder,
        );
        recalled = traced.recalled ?? {};
        const insides = shown.map(({ values }, index) => [insideName(index), tf.clone(values)] as const);
        return { ...traced.outputs, ...Object.fromEntries(insides) };
      });
      const program = await startProgram(recorded.graph, provider);
      return { ...recorded, program, recalled, shown: shown.map(({ node, name }) => ({ node, name })) };
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      throw new RequestError('failed', { code: 'stageNotRecorded', reason: error.reason });
    }
  }

  private run(
    { program, randomInputs }: StagePass,
    { tokens, randomKey }: Sample,
    weights: Weights,
    feeds: Readonly<Record<string, Feed>>,
  ): Promise<Record<string, Feed>> {
    const stored = program.model.inputs.flatMap(({ name }) => {
      const values = weights.get(name)?.values;
      return values ? [[name, values] as const] : [];
    });
    return program.run({
      ...Object.fromEntries(stored),
      ...feeds,
      ...randomInputValues(randomInputs, this.seed, randomKey),
      question: tokens,
      labels: Int32Array.of(0),
    });
  }
}

const options = (state: PairState): PassOptions => ({ scenario: scenarioOf(state), training: false, randomKey: '' });

const batchIn = ({ sources }: BatchInput, node: string): BatchSignal => sources[node]?.['batch'] as BatchSignal;

const withBatch = (input: BatchInput, node: string, batch: BatchSignal): BatchInput => ({
  ...input,
  sources: { ...input.sources, [node]: { ...input.sources[node], batch } },
});

/** Prefix of insides that are outputs of their node. */
const outputPrefix = 'output/';

/** Inspects the values at the outputs of a node: a signal as one tensor, a batch as one per modality. */
function showOutputs(node: string, values: EdgeValues, show: Show): void {
  for (const [socket, value] of Object.entries(values)) {
    const name = `${outputPrefix}${socket}`;
    if (value === undefined) continue;
    if (value instanceof tf.Tensor) show(node, name, value);
    else if ('spec' in value)
      for (const modality of modalities) show(node, `${name}/${modality}`, value[modality].values);
    else show(node, name, value.values);
  }
}

/** Tensors to show after a pass: the insides of nodes, and the requested output. */
function insidesOf(
  { program, shown }: StagePass,
  outputs: Readonly<Record<string, Feed>>,
  inspection: Inspection | undefined,
): NodeInside[] {
  const shapes = new Map(program.model.outputs.map(({ name, shape }) => [name, shape as readonly number[]]));
  const asked = ({ node, name }: Omit<Shown, 'values'>) => {
    if (!name.startsWith(outputPrefix)) return true;
    const output = `${node}/${name.slice(outputPrefix.length)}`;
    return output === inspection?.output || output.startsWith(`${inspection?.output}/`);
  };
  return shown.flatMap(({ node, name }, index) => {
    if (!asked({ node, name })) return [];
    const [batch, ...rest] = shapes.get(insideName(index)) ?? [];
    const shape = batch === 1 ? rest : [batch as number, ...rest];
    return [{ node, name, shape: [...shape], values: outputs[insideName(index)] as Float32Array }];
  });
}
