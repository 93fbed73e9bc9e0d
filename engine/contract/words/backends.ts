import { alternatives, type CodedMessage, type Format } from '../../../graph-nodes/graph/messages';
import type { Label } from '../formats';

/**
 * English texts of backends: their hardware, and reasons why one is not available. Details, `reason` and `issue` are
 * parts of a sentence, without its end.
 */
export const backendWords = {
  backendUnknown: ({ backend, known }: { backend: string; known: readonly string[] }) =>
    `The backend “${backend}” is unknown; use ${alternatives(known)}.`,
  backendDoesNotStart: ({ backend }: { backend: string }) =>
    `The backend “${backend}” is installed but does not start.`,
  noBackend: () => 'This machine has no backend that starts.',
  /** Detail in the words of a row in the table of backends. */
  backendDetail: ({ label }: { label: Label }) => label.en,
  backendSlow: ({ detail, rate, cpu }: { detail: CodedMessage; rate: string; cpu: string }, format: Format) =>
    `${format(detail)}; it multiplies matrices at ${rate} GFLOP/s and the CPU at ${cpu}, so auto does not select it`,
  devicesNotFound: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `The search for it failed: ${format(reason)}`,

  // ONNX Runtime.
  onnxOnCpu: ({ version }: { version: string }) =>
    `ONNX Runtime ${version} on the CPU; a training step is recorded as one graph`,
  onnxAsWasm: ({ version }: { version: string }) =>
    `ONNX Runtime ${version} as WebAssembly; a training step is recorded as one graph`,
  onnxOnDevice: ({ version, hardware }: { version: string; hardware: Label }) =>
    `ONNX Runtime ${version} on ${hardware.en}; a training step is recorded as one graph`,
  onnxNotForPlatform: ({ platform, hardware }: { platform: string; hardware: Label }) =>
    `ONNX Runtime has no library for ${hardware.en} on ${platform}.`,
  onnxLibraryMissing: ({ hardware, command }: { hardware: Label; command: string }) =>
    `The library for ${hardware.en} is not installed; run “${command}” to download it, for CUDA 12 and cuDNN 9.`,
  onnxWithoutDevice: ({ hardware, reason }: { hardware: Label; reason: CodedMessage }, format: Format) =>
    `ONNX Runtime finds no device: ${hardware.en} (${format(reason)}).`,
  onnxWrongSum: ({ side, found }: { side: number; found: number }) => `the sum of ${side} ones was ${found}`,
  onnxDoesNotLoad: ({ reason, command }: { reason: CodedMessage; command: string }, format: Format) =>
    `ONNX Runtime’s package cannot be loaded (${format(reason)}); run “${command}” to install it.`,

  // TensorFlow.
  tensorflowOnGpu: ({ version, through }: { version: string; through: CodedMessage }, format: Format) =>
    `TensorFlow ${version} on an NVIDIA GPU, through ${format(through)}`,
  tensorflowOnCpu: (
    { version, threads, through }: { version: string; threads: number; through: CodedMessage },
    format: Format,
  ) =>
    `TensorFlow ${version} on the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}, through ${format(through)}`,
  /** `cudnn`: null if the version is not known. `command`: null if no command installs both. */
  tensorflowWithoutGpu: (
    {
      detail,
      cuda,
      cudnn,
      command,
    }: { detail: CodedMessage; cuda: string; cudnn: string | null; command: string | null },
    format: Format,
  ) => {
    const brings = command === null ? '' : `; “${command}” in its Python installs both`;
    return `${format(detail)}; it finds no GPU; a GPU needs NVIDIA’s driver (check with “nvidia-smi”), CUDA ${cuda} and cuDNN ${cudnn ?? 'for it'}${brings}`;
  },
  tensorflowBuiltHere: ({ command }: { command: string }) => `the package built by “${command}”`,
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
    `TensorFlow’s native library is not installed (${reasons.map(format).join('; ')}). On Linux with Python, pip and g++, run “${build}” to build it with the library of Python’s TensorFlow. Else run “${fetch}” to download it; a GPU then needs CUDA ${cuda} and cuDNN ${cudnn}.`,
  /** Reason of the message before, of one package. */
  packageFailed: ({ name, reason }: { name: CodedMessage; reason: CodedMessage }, format: Format) =>
    `${format(name)}: ${format(reason)}`,
  notInstalled: () => 'not installed',
  withoutNativeLibrary: () => 'installed without its native library',
  tensorflowLibraryGone: ({ library }: { library: string }) =>
    `the TensorFlow library that it was built with, ${library}, no longer exists`,
  libraryOfMissing: ({ of, library }: { of: string; library: string }) =>
    `needs ${of} (${library}), which is not installed`,
  systemLibraryMissing: ({ library }: { library: string }) =>
    `needs the system library ${library}, which is not installed`,
  newerCppLibrary: ({ version }: { version: string }) => `needs a newer C++ library (${version}) than this system’s`,
  newerCLibrary: ({ version }: { version: string }) => `needs a newer C library (${version}) than this system’s`,
  otherProcessor: () => 'its library is for another kind of processor or system',

  // Building TensorFlow's binding.
  bindingNotForPlatform: ({ platform, command }: { platform: string; command: string }) =>
    `TensorFlow’s binding can be built only on Linux, and this is ${platform}; run “${command}” to download it.`,
  bindingFolderForeign: ({ folder, command }: { folder: string; command: string }) =>
    `“${folder}” contains files that “${command}” did not make; move them elsewhere.`,
  compilerMissing: ({ compiler, packages }: { compiler: string; packages: string }) =>
    `There is no C++ compiler “${compiler}”; install one (on Debian and Ubuntu with “apt-get install ${packages}”), or name another with CXX.`,
  pythonMissing: ({ python, packages }: { python: string; packages: string }) =>
    `There is no Python “${python}”; install one (on Debian and Ubuntu with “apt-get install ${packages}”), or name another with --python.`,
  tensorflowTooOld: ({ library, folder }: { library: string; folder: string }) =>
    `There is no ${library} in “${folder}”; install TensorFlow 2.12 or newer.`,
  tensorflowSearchFailed: ({ python, issue }: { python: string; issue: string }) =>
    `The search for TensorFlow with “${python}” failed: ${issue}`,
  commandFailed: ({ command, issue }: { command: string; issue: string }) => `“${command}” failed: ${issue}`,
  unpackingFailed: ({ file, issue }: { file: string; issue: string }) => `Unpacking ${file} failed: ${issue}`,
  bindingNotCompiled: ({ compiler, issue }: { compiler: string; issue: string }) =>
    `“${compiler}” could not compile the binding: ${issue}`,
};
