import { alternatives, type CodedMessage, type Format } from '../../../graph-nodes/graph/messages';
import type { Label } from '../formats';

/**
 * English words of backends: what they run on, and why one is not available. Details are parts of a sentence, without its
 * end; `reason` and `issue` are parts of a sentence too.
 */
export const backendWords = {
  backendUnknown: ({ backend, known }: { backend: string; known: readonly string[] }) =>
    `The backend “${backend}” is unknown; use ${alternatives(known)}.`,
  backendDoesNotStart: ({ backend }: { backend: string }) =>
    `The backend “${backend}” is installed but does not start.`,
  noBackend: () => 'This machine has no backend that starts.',
  /** Detail in the words of a table's row. */
  backendDetail: ({ label }: { label: Label }) => label.en,
  backendSlow: ({ detail, rate, cpu }: { detail: CodedMessage; rate: string; cpu: string }, format: Format) =>
    `${format(detail)}; it multiplies matrices at ${rate} GFLOP/s, the CPU at ${cpu}, so that auto leaves it out`,
  devicesNotFound: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `Looking for it broke off: ${format(reason)}`,

  // ONNX Runtime.
  onnxOnCpu: ({ version }: { version: string }) =>
    `ONNX Runtime ${version} on the CPU; a training step is recorded as one graph`,
  onnxAsWasm: ({ version }: { version: string }) =>
    `ONNX Runtime ${version} as WebAssembly; a training step is recorded as one graph`,
  onnxOnDevice: ({ version, hardware }: { version: string; hardware: Label }) =>
    `ONNX Runtime ${version} on ${hardware.en}; a training step is recorded as one graph`,
  onnxNotForPlatform: ({ platform, hardware }: { platform: string; hardware: Label }) =>
    `ONNX Runtime has none for ${platform}; it would be for ${hardware.en}.`,
  onnxLibraryMissing: ({ hardware, command }: { hardware: Label; command: string }) =>
    `The library for ${hardware.en} is not there; “${command}” fetches it, for CUDA 12 and cuDNN 9.`,
  onnxWithoutDevice: ({ hardware, reason }: { hardware: Label; reason: CodedMessage }, format: Format) =>
    `ONNX Runtime finds no device: ${hardware.en} (${format(reason)}).`,
  onnxWrongSum: ({ side, found }: { side: number; found: number }) => `a sum of ${side} ones came out as ${found}`,
  onnxDoesNotLoad: ({ reason, command }: { reason: CodedMessage; command: string }, format: Format) =>
    `ONNX Runtime’s package does not load (${format(reason)}); “${command}” brings it.`,

  // TensorFlow.
  tensorflowOnGpu: ({ version, through }: { version: string; through: CodedMessage }, format: Format) =>
    `TensorFlow ${version} on an NVIDIA GPU, through ${format(through)}`,
  tensorflowOnCpu: (
    { version, threads, through }: { version: string; threads: number; through: CodedMessage },
    format: Format,
  ) =>
    `TensorFlow ${version} on the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}, through ${format(through)}`,
  /** `cudnn`: null where the version is not known. `command`: null where no command brings both. */
  tensorflowWithoutGpu: (
    {
      detail,
      cuda,
      cudnn,
      command,
    }: { detail: CodedMessage; cuda: string; cudnn: string | null; command: string | null },
    format: Format,
  ) => {
    const brings = command === null ? '' : `; “${command}” in its Python brings both`;
    return `${format(detail)}; it finds no GPU, which would need NVIDIA’s driver (“nvidia-smi” shows it), CUDA ${cuda} and cuDNN ${cudnn ?? 'for it'}${brings}`;
  },
  tensorflowBuiltHere: ({ command }: { command: string }) => `the package that “${command}” made`,
  tensorflowMissing: (
    {
      reasons,
      build,
      fetch,
      cuda,
      cudnn,
    }: { reasons: readonly CodedMessage[]; build: string; fetch: string; cuda: string; cudnn: string },
    format: Format,
  ) =>
    `TensorFlow’s native library is not there (${reasons.map(format).join('; ')}); “${build}” builds it from the npm package’s sources against the library of Python’s TensorFlow (on Linux, with Python, pip and g++), and “${fetch}” fetches npm’s own where its host can be reached, for a GPU beside CUDA ${cuda} and cuDNN ${cudnn}.`,
  /** Reason of the message before, of one package. */
  packageFailed: ({ name, reason }: { name: CodedMessage; reason: CodedMessage }, format: Format) =>
    `${format(name)}: ${format(reason)}`,
  notInstalled: () => 'not installed',
  withoutNativeLibrary: () => 'installed without its native library',
  tensorflowLibraryGone: ({ library }: { library: string }) =>
    `the TensorFlow library it was made with, ${library}, is gone`,
  libraryOfMissing: ({ of, library }: { of: string; library: string }) =>
    `needs ${of} (${library}), which is not there`,
  systemLibraryMissing: ({ library }: { library: string }) => `needs the system library ${library}, which is not there`,
  newerCppLibrary: ({ version }: { version: string }) => `needs a newer C++ library (${version}) than this system’s`,
  newerCLibrary: ({ version }: { version: string }) => `needs a newer C library (${version}) than this system’s`,
  otherProcessor: () => 'its library is for another kind of processor or system',

  // Building TensorFlow's binding.
  bindingNotForPlatform: ({ platform, command }: { platform: string; command: string }) =>
    `TensorFlow’s binding is built on Linux, and this is ${platform}; “${command}” fetches npm’s own.`,
  bindingFolderForeign: ({ folder, command }: { folder: string; command: string }) =>
    `“${folder}” holds something that “${command}” did not make.`,
  compilerMissing: ({ compiler, packages }: { compiler: string; packages: string }) =>
    `There is no C++ compiler “${compiler}”; “apt-get install ${packages}” brings one on Debian and Ubuntu, and CXX names another.`,
  pythonMissing: ({ python, packages }: { python: string; packages: string }) =>
    `There is no Python “${python}”; “apt-get install ${packages}” brings one on Debian and Ubuntu, and --python names another.`,
  tensorflowTooOld: ({ library, folder }: { library: string; folder: string }) =>
    `There is no ${library} in “${folder}”: TensorFlow should be 2.12 or newer.`,
  tensorflowSearchFailed: ({ python, issue }: { python: string; issue: string }) =>
    `Looking for TensorFlow with “${python}” broke off: ${issue}`,
  commandFailed: ({ command, issue }: { command: string; issue: string }) => `“${command}” broke off: ${issue}`,
  unpackingFailed: ({ file, issue }: { file: string; issue: string }) => `Unpacking ${file} broke off: ${issue}`,
  bindingNotCompiled: ({ compiler, issue }: { compiler: string; issue: string }) =>
    `“${compiler}” could not compile the binding: ${issue}`,
};
