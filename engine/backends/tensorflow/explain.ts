import type { Built } from './built';

/** What npm's packages of 4.22 are made for: TensorFlow 2.9.1, whose GPU library finds these two when it starts. */
const npmsCuda = { cuda: '11.2', cudnn: '8.1' };

/** TensorFlow once it is loaded. */
export interface Loaded {
  /** TensorFlow's own. */
  readonly version: string;
  /** The package that has it. */
  readonly name: string;
  readonly gpu: boolean;
  /** Threads that share an operator on the CPU. */
  readonly threads: number;
  /** Of the package that was built here. */
  readonly built: Built | undefined;
}

/** What TensorFlow runs on; where it could have a GPU and has none, what that needs. */
export function describeLoaded({ version, name, gpu, threads, built }: Loaded): string {
  const on = gpu ? 'an NVIDIA GPU' : `the CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const said = `TensorFlow ${version} on ${on}, through ${name}`;
  const needs = name === '@tensorflow/tfjs-node-gpu' ? npmsCuda : built?.cuda ? built : undefined;
  if (gpu || !needs) return said;
  const cuda = `CUDA ${needs.cuda} and cuDNN ${needs.cudnn ?? 'for it'}`;
  const command = built ? '; “pip install tensorflow[and-cuda]” in its Python brings both' : '';
  return `${said}; it finds no GPU, which would need NVIDIA’s driver (“nvidia-smi” shows it), ${cuda}${command}`;
}

/** Half a sentence on why a package does not load. */
export function explainFailure(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const library = /(lib[\w+-]+\.so[.\d]*): cannot open shared object file/.exec(text)?.[1];
  if (/Cannot find (module|package) /.test(text)) return 'not installed';
  if (/native addon module|tfjs_binding\.node'? *$/.test(text)) return 'installed without its native library';
  if (library?.startsWith('libtensorflow')) return `the TensorFlow library it was made with, ${library}, is gone`;
  if (library?.startsWith('libcudnn')) return `needs cuDNN (${library}), which is not there`;
  if (library && /^lib(cu|nv)/.test(library)) return `needs CUDA (${library}), which is not there`;
  if (library) return `needs the system library ${library}, which is not there`;
  const runtime = /version [`'‘](GLIBC(?:XX)?_[\d.]+)['’] not found/.exec(text)?.[1];
  if (runtime?.startsWith('GLIBCXX')) return `needs a newer C++ library (${runtime}) than this system’s`;
  if (runtime) return `needs a newer C library (${runtime}) than this system’s`;
  if (/invalid ELF header|wrong ELF class|incompatible architecture|not a valid Win32/.test(text))
    return 'its library is for another kind of processor or system';
  return text.split('\n')[0] ?? text;
}

/** One sentence on what is missing, with the commands that bring it. */
export function explainMissing(reasons: readonly string[]): string {
  const build =
    '“npx studio build-tensorflow” builds it from the npm package’s sources against the library of Python’s TensorFlow (on Linux, with Python, pip and g++)';
  const fetch = `“npm install @tensorflow/tfjs-node-gpu” fetches npm’s own where its host can be reached, for a GPU beside CUDA ${npmsCuda.cuda} and cuDNN ${npmsCuda.cudnn}`;
  return `TensorFlow’s native library is not there (${reasons.join('; ')}); ${build}, and ${fetch}.`;
}
