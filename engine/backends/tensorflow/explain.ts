import { verbatim, type EngineMessage } from '../../contract/messages';
import type { Built } from './built';

/** Versions for npm's packages of 4.22: TensorFlow 2.9.1, whose GPU library loads these two at its start. */
const npmsCuda = { cuda: '11.2', cudnn: '8.1' };

/** The loaded TensorFlow. */
export interface Loaded {
  /** Version of TensorFlow. */
  readonly version: string;
  /** Package that contains it. */
  readonly name: string;
  readonly gpu: boolean;
  /** Threads per operator on the CPU. */
  readonly threads: number;
  /** Versions of a package that was built here. */
  readonly built: Built | undefined;
}

/** Name of the package that was built here, beside the names of npm's packages. */
export const builtHere = 'built here';

const nameOf = (name: string): EngineMessage =>
  name === builtHere ? { code: 'tensorflowBuiltHere', command: 'studio build-tensorflow' } : verbatim(name);

/** Hardware of TensorFlow. If a GPU is possible but not found, it includes the requirements. */
export function describeLoaded({ version, name, gpu, threads, built }: Loaded): EngineMessage {
  const through = nameOf(name);
  if (gpu) return { code: 'tensorflowOnGpu', version, through };
  const detail: EngineMessage = { code: 'tensorflowOnCpu', version, threads, through };
  const { cuda, cudnn } = (name === '@tensorflow/tfjs-node-gpu' ? npmsCuda : built) ?? {};
  if (!cuda) return detail;
  const command = built ? 'pip install tensorflow[and-cuda]' : null;
  return { code: 'tensorflowWithoutGpu', detail, cuda, cudnn: cudnn ?? null, command };
}

/** Reason why a package does not load. */
export function explainFailure(name: string, error: unknown): EngineMessage {
  return { code: 'packageFailed', name: nameOf(name), reason: reasonOf(error) };
}

function reasonOf(error: unknown): EngineMessage {
  const text = error instanceof Error ? error.message : String(error);
  const library = /(lib[\w+-]+\.so[.\d]*): cannot open shared object file/.exec(text)?.[1];
  if (/Cannot find (module|package) /.test(text)) return { code: 'notInstalled' };
  if (/native addon module|tfjs_binding\.node'? *$/.test(text)) return { code: 'withoutNativeLibrary' };
  if (library?.startsWith('libtensorflow')) return { code: 'tensorflowLibraryGone', library };
  if (library?.startsWith('libcudnn')) return { code: 'libraryOfMissing', of: 'cuDNN', library };
  if (library && /^lib(cu|nv)/.test(library)) return { code: 'libraryOfMissing', of: 'CUDA', library };
  if (library) return { code: 'systemLibraryMissing', library };
  const version = /version [`'‘](GLIBC(?:XX)?_[\d.]+)['’] not found/.exec(text)?.[1];
  if (version) return { code: version.startsWith('GLIBCXX') ? 'newerCppLibrary' : 'newerCLibrary', version };
  if (/invalid ELF header|wrong ELF class|incompatible architecture|not a valid Win32/.test(text))
    return { code: 'otherProcessor' };
  return verbatim(text.split('\n')[0] ?? text);
}

/** Missing packages, with the commands that install them. */
export const explainMissing = (reasons: readonly EngineMessage[]): EngineMessage => ({
  code: 'tensorflowMissing',
  reasons,
  build: 'npx studio build-tensorflow',
  fetch: 'npm install @tensorflow/tfjs-node-gpu',
  ...npmsCuda,
});
