import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import os from 'node:os';
import type * as Ort from 'onnxruntime-node';
import { encodeModel, type OnnxModel } from '../../recorder/model';
import { narrowed } from './narrow';
import { RecordingError } from '../../recorder/recording-error';
import { BackendError } from '../backend-error';
import { useSession } from './sessions';

const require = createRequire(import.meta.url);

/**
 * ONNX Runtime, where its package is installed and its native library loads. Throws what Node says otherwise.
 * Every process loads the native library here. Its telemetry reads the variable when the first session is created, writes to
 * the user's cache and looks up a host otherwise.
 */
export function loadRuntime(): typeof Ort {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return require('onnxruntime-node') as typeof Ort;
}

/** ONNX Runtime as WebAssembly, where its package is installed: for machines without the native one. */
export function loadWasmRuntime(): Pick<typeof Ort, 'InferenceSession' | 'Tensor' | 'env'> {
  const runtime = require('onnxruntime-web') as typeof Ort;
  // Holds for the process: its threads are made with its first session.
  runtime.env.wasm.numThreads = runtimeSettings.threads ?? os.availableParallelism();
  return runtime;
}

const runtimeOf = (provider: string) => (provider === 'wasm' ? loadWasmRuntime() : loadRuntime());

/** What holds for all programs of this process. */
export const runtimeSettings: {
  /** Threads that share an operator; absent: one a core, or one in all for a graph of little work. */
  threads?: number;
  /** Where each program leaves a profile when its session ends: the beginning of a file's path. */
  profile?: string;
} = {};

export type Feed = Float32Array | Int32Array;

/** A recorded graph, ready to run. */
export interface Program {
  readonly model: OnnxModel;
  /**
   * Runs the graph. Inputs are read and outputs written where they lie, without copies, but for WebAssembly and TensorFlow,
   * which have a memory of their own.
   * @param feeds values by input name; those that the graph does not need are passed over
   * @param places where each output goes, by name, where that can be chosen
   * @returns each output, by name: its place, or an array that nobody else has
   */
  run(feeds: Readonly<Record<string, Feed>>, places?: Readonly<Record<string, Feed>>): Promise<Record<string, Feed>>;
  dispose(): Promise<void>;
}

/** What WebAssembly's addresses reach. */
const wasmBytes = 2 ** 32;
/** Of the bytes of a graph's values, the share that is in memory at once; see {@link idleSessions}. */
const heldAtOnce = 1 / 3;

/** The values that an operator may touch at once on WebGPU, less one on the other side. */
const webgpuWidth = 7;

/**
 * Makes a graph ready on a provider; what that cannot compute, the CPU does. One of the same bytes as another shares its session, which takes longer to make than the
 * graph: weights and random draws are inputs, so that learners of one document, whatever their seeds, run the same graph
 * without touching each other.
 * @throws {RecordingError} where the graph is too large for WebAssembly
 */
export async function startOnnxProgram(model: OnnxModel, provider: string): Promise<Program> {
  if (provider === 'wasm' && heldAtOnce * model.valueBytes > wasmBytes) {
    const gibibytes = ((heldAtOnce * model.valueBytes) / 2 ** 30).toFixed(0);
    throw new RecordingError({ code: 'wasmMemory', gibibytes, most: wasmBytes / 2 ** 30 });
  }
  const { Tensor } = runtimeOf(provider);
  const bytes = encodeModel(provider === 'webgpu' ? narrowed(model, webgpuWidth) : model);
  const key = `${createHash('sha256').update(bytes).digest('hex')} ${provider} ${JSON.stringify(runtimeSettings)}`;
  const threads = runtimeSettings.threads ?? (model.operations < littleWork ? 1 : undefined);
  const { session, release } = await useSession(key, model.valueBytes, () => startSession(bytes, provider, threads));
  const tensor = (values: Feed, shape: readonly (number | string)[]) =>
    values instanceof Float32Array
      ? new Tensor('float32', values, shape as number[])
      : new Tensor('int32', values, shape as number[]);
  const tensors = (of: OnnxModel['inputs'], values: Readonly<Record<string, Feed>>) =>
    Object.fromEntries(
      of.map(({ name, shape }) => {
        const given = values[name];
        if (!given) throw new Error(`The program “${model.name}” lacks the value “${name}”.`);
        return [name, tensor(given, shape)];
      }),
    );
  const outputs = model.outputs.map(({ name }) => name);
  return {
    model,
    async run(feeds, places) {
      const inputs = tensors(model.inputs, feeds);
      const chosen = provider === 'wasm' ? undefined : places;
      const made = await session.run(inputs, chosen ? tensors(model.outputs, chosen) : outputs);
      return Object.fromEntries(outputs.map((name) => [name, (chosen?.[name] ?? made[name]?.data) as Feed]));
    },
    dispose: release,
  };
}

/**
 * Operations of a graph that several threads do no faster than one: each operator is so small that they wait for each other,
 * and, while they do, keep the machine from whatever else it has to do.
 */
const littleWork = 2e9;

function startSession(bytes: Uint8Array, provider: string, threads: number | undefined): Promise<Ort.InferenceSession> {
  return runtimeOf(provider).InferenceSession.create(bytes, {
    graphOptimizationLevel: 'all',
    executionProviders: provider === 'cpu' || provider === 'wasm' ? [provider] : [provider, 'cpu'],
    logSeverityLevel: 3,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    ...(runtimeSettings.profile !== undefined && {
      enableProfiling: true,
      profileFilePrefix: runtimeSettings.profile,
    }),
    // Numbers too small for float32's full precision cost a hundred times the time and mean nothing here.
    extra: { session: { set_denormal_as_zero: '1' } },
  });
}

/** The side of the matrices that a provider is tried with. */
const side = 512;

/**
 * Multiplies matrices of ones on a provider.
 * @returns operations a second, of the second time
 * @throws where it has no device or multiplies wrongly
 */
export async function tryProvider(provider: string): Promise<number> {
  const value = (name: string) => ({ name, type: 'float32', shape: [side, side] }) as const;
  const program = await startOnnxProgram(
    {
      name: 'try',
      nodes: [{ type: 'MatMul', inputs: ['a', 'b'], outputs: ['product'], attributes: {} }],
      inputs: [value('a'), value('b')],
      outputs: [value('product')],
      initializers: [],
      operations: 2 * side ** 3,
      work: [],
      valueBytes: 4 * side ** 2,
      shapes: new Map([['product', [side, side]]]),
    },
    provider,
  );
  const ones = new Float32Array(side ** 2).fill(1);
  await program.run({ a: ones, b: ones });
  const begun = performance.now();
  const { product } = await program.run({ a: ones, b: ones });
  const seconds = (performance.now() - begun) / 1000;
  await program.dispose();
  const wrong = product?.find((one) => one !== side);
  if (wrong !== undefined) throw new BackendError({ code: 'onnxWrongSum', side, found: wrong });
  return (2 * side ** 3) / seconds;
}
