import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import os from 'node:os';
import type * as Ort from 'onnxruntime-node';
import { encodeModel, type OnnxModel } from '../../recorder/model';
import { narrowed } from './narrow';
import { RecordingError } from '../../recorder/recording-error';
import { BackendError } from '../backend-error';
import { useSession } from './sessions';
import { threadsPerOperator } from './threads';

const require = createRequire(import.meta.url);

/**
 * ONNX Runtime; throws Node's error if its package is not installed or its native library does not load. Every process
 * loads the native library here. Without this variable its telemetry would write to the user's cache and query a host;
 * it reads the variable when the first session is created.
 */
export function loadRuntime(): typeof Ort {
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return require('onnxruntime-node') as typeof Ort;
}

/** ONNX Runtime as WebAssembly, for machines without the native library. */
export function loadWasmRuntime(): Pick<typeof Ort, 'InferenceSession' | 'Tensor' | 'env'> {
  const runtime = require('onnxruntime-web') as typeof Ort;
  // The setting applies to the process: threads are created with its first session.
  runtime.env.wasm.numThreads = runtimeSettings.threads ?? os.availableParallelism();
  return runtime;
}

const runtimeOf = (provider: string) => (provider === 'wasm' ? loadWasmRuntime() : loadRuntime());

/** Settings of all programs of this process. */
export const runtimeSettings: {
  /** Threads per operator; absent: one per core, or one for a small graph. */
  threads?: number;
  /** Path prefix of the profile that each program writes when its session ends. */
  profile?: string;
} = {};

export type Feed = Float32Array | Int32Array;

/** A recorded graph, ready to run. */
export interface Program {
  readonly model: OnnxModel;
  /**
   * Runs the graph. Inputs are read and outputs written in place, except for WebAssembly and TensorFlow, which copy to
   * their own memory.
   * @param feeds values by input name; values that the graph does not need are ignored
   * @param places target of each output by name, if it can be chosen
   * @returns each output by name: its target, or a new array
   */
  run(feeds: Readonly<Record<string, Feed>>, places?: Readonly<Record<string, Feed>>): Promise<Record<string, Feed>>;
  dispose(): Promise<void>;
}

/** Size of WebAssembly's address space. */
const wasmBytes = 2 ** 32;
/** Share of a graph's values that is in memory at the same time; see {@link idleSessions}. */
const heldAtOnce = 1 / 3;

/** Maximum number of values of an operator on one side on WebGPU; one buffer remains for the other side. */
const webgpuWidth = 7;

/**
 * Prepares a graph on a provider; operators that the provider lacks run on the CPU. Programs of the same bytes share a
 * session, whose creation is slow. Weights and random draws are inputs, so learners of one document run the same graph
 * with different seeds, independently.
 * @throws {RecordingError} if the graph is too large for WebAssembly
 */
export async function startOnnxProgram(model: OnnxModel, provider: string): Promise<Program> {
  if (provider === 'wasm' && heldAtOnce * model.valueBytes > wasmBytes) {
    const gibibytes = ((heldAtOnce * model.valueBytes) / 2 ** 30).toFixed(0);
    throw new RecordingError({ code: 'wasmMemory', gibibytes, most: wasmBytes / 2 ** 30 });
  }
  const { Tensor } = runtimeOf(provider);
  const bytes = encodeModel(provider === 'webgpu' ? narrowed(model, webgpuWidth) : model);
  const key = `${createHash('sha256').update(bytes).digest('hex')} ${provider} ${JSON.stringify(runtimeSettings)}`;
  const threads = threadsPerOperator(model.operations, runtimeSettings.threads);
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
    // Denormal numbers take a hundred times longer, and are negligible here.
    extra: { session: { set_denormal_as_zero: '1' } },
  });
}

/** Side of the matrices of a provider's trial. */
const side = 512;

/**
 * Multiplies matrices of ones on a provider.
 * @returns operations per second of the second product
 * @throws if there is no device or its product is wrong
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
