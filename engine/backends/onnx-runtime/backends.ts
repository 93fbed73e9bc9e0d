import type { Backend } from '../descriptor';
import { loadRuntime, loadWasmRuntime, startOnnxProgram, tryProvider } from './runtime';

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
    const where = provider === 'wasm' ? 'as WebAssembly' : 'on the CPU';
    return `${describeRuntime(provider)} ${where}; a training step is compiled to one graph`;
  },
  program: programOf(provider),
});

/** ONNX Runtime on a device beside the CPU. */
export function onnxDeviceBackend({
  provider,
  hardware,
  missing,
  ...named
}: Omit<Named, 'studies'> & {
  /** Devices of the provider, such as “an NVIDIA GPU”. */
  readonly hardware: string;
  /** Explains which library the provider lacks; undefined if it has all. */
  readonly missing?: () => string | undefined;
}): Backend {
  const describe = () =>
    `ONNX Runtime ${loadRuntime().env.versions.common} on ${hardware}; a training step is compiled to one graph`;
  const measure = async () => {
    if (
      !loadRuntime()
        .listSupportedBackends()
        .some(({ name }) => name === provider)
    ) {
      throw new Error(`ONNX Runtime has none for ${process.platform} ${process.arch}; it would be for ${hardware}.`);
    }
    const lacking = missing?.();
    if (lacking !== undefined) throw new Error(lacking);
    try {
      return await tryProvider(provider);
    } catch (error) {
      const reason = error instanceof Error ? error.message.trim() : String(error);
      throw new Error(`ONNX Runtime finds no device: ${hardware} (${reason.split(/\n|\. /).at(-1) ?? reason}).`, {
        cause: error,
      });
    }
  };
  return {
    ...named,
    studies: false,
    async start() {
      describeRuntime(provider);
      await measure();
      return describe();
    },
    program: programOf(provider),
    device: { measure, describe },
  };
}

function describeRuntime(provider: string): string {
  try {
    return `ONNX Runtime ${(provider === 'wasm' ? loadWasmRuntime() : loadRuntime()).env.versions.common}`;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    throw new Error(
      `ONNX Runtime’s package does not load (${reason}); “npm install onnxruntime-${provider === 'wasm' ? 'web' : 'node'}” brings it.`,
      { cause: error },
    );
  }
}
