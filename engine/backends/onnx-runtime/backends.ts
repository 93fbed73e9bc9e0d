import os from 'node:os';
import type { Label } from '../../contract/formats';
import { verbatim, type EngineMessage } from '../../contract/messages';
import { BackendError } from '../backend-error';
import type { Backend } from '../descriptor';
import { loadRuntime, loadWasmRuntime, startOnnxProgram, tryProvider } from './runtime';
import { threadsPerOperator } from './threads';

type Named = Pick<Backend, 'name' | 'rank' | 'help' | 'studies'> & {
  /** Execution provider of ONNX Runtime. */
  readonly provider: string;
};

const programOf = (provider: string): NonNullable<Backend['program']> => ({
  provider,
  start: (model) => startOnnxProgram(model, provider),
});

/** ONNX Runtime on the CPU: its native library or, for the provider `wasm`, its WebAssembly build. */
export const onnxBackend = ({ provider, ...named }: Named): Omit<Backend, 'tfjs' | 'device'> => ({
  ...named,
  start: async () => {
    const version = versionOf(provider);
    return { code: provider === 'wasm' ? 'onnxAsWasm' : 'onnxOnCpu', version };
  },
  program: programOf(provider),
  threads: (operations, chosen) => threadsPerOperator(operations, chosen) ?? os.availableParallelism(),
});

/** ONNX Runtime on a device beside the CPU. */
export function onnxDeviceBackend({
  provider,
  hardware,
  missing,
  ...named
}: Omit<Named, 'studies'> & {
  /** Devices of the provider, such as “an NVIDIA GPU”. */
  readonly hardware: Label;
  /** Reports a missing library of the provider; undefined if there is none. */
  readonly missing?: () => EngineMessage | undefined;
}): Backend {
  const describe = (): EngineMessage => ({
    code: 'onnxOnDevice',
    version: loadRuntime().env.versions.common,
    hardware,
  });
  const measure = async () => {
    if (
      !loadRuntime()
        .listSupportedBackends()
        .some(({ name }) => name === provider)
    ) {
      throw new BackendError({
        code: 'onnxNotForPlatform',
        platform: `${process.platform} ${process.arch}`,
        hardware,
      });
    }
    const lacking = missing?.();
    if (lacking !== undefined) throw new BackendError(lacking);
    try {
      return await tryProvider(provider);
    } catch (error) {
      throw new BackendError({ code: 'onnxWithoutDevice', hardware, reason: lastSentence(error) }, { cause: error });
    }
  };
  return {
    ...named,
    studies: false,
    async start() {
      versionOf(provider);
      await measure();
      return describe();
    },
    program: programOf(provider),
    device: { measure, describe },
  };
}

/** The last sentence of an error, which is the cause in errors of ONNX Runtime. */
function lastSentence(error: unknown): EngineMessage {
  if (error instanceof BackendError) return error.reason;
  const text = error instanceof Error ? error.message.trim() : String(error);
  return verbatim(text.split(/\n|\. /).at(-1) ?? text);
}

function versionOf(provider: string): string {
  try {
    return (provider === 'wasm' ? loadWasmRuntime() : loadRuntime()).env.versions.common;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    const command = `npm install onnxruntime-${provider === 'wasm' ? 'web' : 'node'}`;
    throw new BackendError({ code: 'onnxDoesNotLoad', reason: verbatim(reason), command }, { cause: error });
  }
}
