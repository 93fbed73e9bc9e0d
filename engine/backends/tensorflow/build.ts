import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { RequestError } from '../../contract/errors';
import type { EngineMessage } from '../../contract/messages';
import { builtFile, cudaSchema, type Built } from './built';

/** The TensorFlow that is fetched where the Python has none: the one that the backend was tested with. */
const wheel = `tensorflow${process.arch === 'x64' ? '-cpu' : ''}==2.19.1`;
/** TensorFlow’s C interface is in these two, by the names that the wheels have had since 2.12. */
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

export interface BuildOptions {
  /** Where the binding goes, with the npm package around it. */
  readonly folder: string;
  /** A Python; the TensorFlow that is installed in it is used where it lies, otherwise one is fetched with its pip. */
  readonly python: string;
  /** A C++ compiler that takes g++’s options. */
  readonly compiler: string;
  /** Told what is done. */
  report(line: string): void;
}

/**
 * Compiles the binding of `@tensorflow/tfjs-node` from the npm package’s own sources against the library of a TensorFlow for
 * Python, and puts it where the package looks for it, in a folder that is there whole or not at all.
 *
 * @throws {RequestError} one sentence on what is missing, with the command that brings it
 */
export async function buildBinding({ folder, python, compiler, report }: BuildOptions): Promise<void> {
  if (process.platform !== 'linux') {
    const command = 'npm install @tensorflow/tfjs-node';
    throw new RequestError('refused', { code: 'bindingNotForPlatform', platform: process.platform, command });
  }
  if (existsSync(folder) && (await readdir(folder)).length > 0 && !existsSync(builtFile(folder))) {
    throw new RequestError('refused', { code: 'bindingFolderForeign', folder, command: 'studio build-tensorflow' });
  }
  await expectTool(compiler, { code: 'compilerMissing', compiler, packages: 'g++' });
  await expectTool(python, { code: 'pythonMissing', python, packages: 'python3-pip' });

  await mkdir(path.dirname(folder), { recursive: true });
  const workshop = await mkdtemp(`${folder}-`);
  try {
    const installed = await findInstalled(python);
    report(installed ? `TensorFlow as it lies in ${installed.folder}` : `Fetching Python’s ${wheel} …`);
    const made = path.join(workshop, 'made');
    const tensorflow = installed ?? (await fetchWheel(python, workshop));
    for (const library of libraries) {
      if (existsSync(path.join(tensorflow.folder, library))) continue;
      throw new RequestError('failed', { code: 'tensorflowTooOld', library, folder: tensorflow.folder });
    }

    const { version } = createRequire(import.meta.url)('@tensorflow/tfjs-core/package.json') as { version: string };
    report(`Fetching npm’s @tensorflow/tfjs-node ${version} …`);
    const module = await fetchPackage(made, version);

    report('Compiling …');
    const headers = path.join(made, 'node_modules/node-api-headers/include');
    // An installed library stays where it is, since one for GPUs finds those of CUDA beside itself.
    await compile(
      compiler,
      module,
      headers,
      tensorflow.folder,
      installed ? installed.folder : '$ORIGIN/../../deps/lib',
    );
    if (!installed) {
      await mkdir(path.join(module, 'deps/lib'), { recursive: true });
      for (const library of libraries) {
        await rename(path.join(tensorflow.folder, library), path.join(module, 'deps/lib', library));
      }
    }
    const { cuda, cudnn } = tensorflow;
    await writeFile(builtFile(made), `${JSON.stringify({ cuda, cudnn } satisfies Built, null, 2)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(made, folder);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** A TensorFlow for Python: the folder of its library, with its headers in `include`. */
const tensorflowSchema = cudaSchema.extend({ folder: z.string() });
type Tensorflow = z.infer<typeof tensorflowSchema>;

/** Finds TensorFlow without importing it, which takes seconds; its note of how it was made is a module of its own. */
const finder = `
import importlib.util, json, os, runpy
spec = importlib.util.find_spec("tensorflow")
found = None
if spec and spec.origin:
    folder = os.path.dirname(spec.origin)
    info = runpy.run_path(os.path.join(folder, "python/platform/build_info.py"))["build_info"]
    found = {"folder": folder, "cuda": info.get("cuda_version"), "cudnn": info.get("cudnn_version")}
print(json.dumps(found))
`;

async function findInstalled(python: string): Promise<Tensorflow | undefined> {
  const text = await tool(python, ['-c', finder], {}, (issue) => ({ code: 'tensorflowSearchFailed', python, issue }));
  return tensorflowSchema.nullable().parse(JSON.parse(text)) ?? undefined;
}

/** What the binding needs of a wheel: the library, and the headers of its C interface with those that they include. */
const unpacker = `
import sys, zipfile
file, folder, *libraries = sys.argv[1:]
headers = tuple("tensorflow/include/" + name for name in ("tensorflow/c/", "tensorflow/core/platform/", "tsl/", "xla/tsl/", "absl/"))
wanted = tuple("tensorflow/" + library for library in libraries)
with zipfile.ZipFile(file) as wheel:
    wheel.extractall(folder, [name for name in wheel.namelist() if name in wanted or name.startswith(headers)])
`;

/** Fetches a wheel whatever the version of the Python, since only the library within is of use. */
async function fetchWheel(python: string, workshop: string): Promise<Tensorflow> {
  const architecture = process.arch === 'x64' ? 'x86_64' : 'aarch64';
  const kind = ['--python-version', '3.11', '--implementation', 'cp', '--platform', `manylinux_2_17_${architecture}`];
  const files = path.join(workshop, 'wheel');
  const options = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--dest', files];
  const command = `${python} -m pip download ${wheel}`;
  const failure = (issue: string): EngineMessage => ({ code: 'commandFailed', command, issue });
  await tool(python, ['-m', 'pip', 'download', ...options, ...kind, wheel], {}, failure);
  const [file = ''] = await readdir(files);
  await tool(python, ['-c', unpacker, path.join(files, file), workshop, ...libraries], {}, (issue) => ({
    code: 'unpackingFailed',
    file,
    issue,
  }));
  return { folder: path.join(workshop, 'tensorflow'), cuda: null, cudnn: null };
}

/**
 * Installs the npm package of tfjs’s version without its script, which would fetch a library from a host of its own.
 * @returns the package’s folder
 */
async function fetchPackage(folder: string, version: string): Promise<string> {
  const dependencies = { '@tensorflow/tfjs-node': version, 'node-api-headers': '^1.9.0' };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify({ private: true, dependencies }, null, 2)}\n`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  const command = `npm install @tensorflow/tfjs-node@${version}`;
  await tool('npm', ['install', ...options], { cwd: folder }, (issue) => ({ code: 'commandFailed', command, issue }));
  return path.join(folder, 'node_modules/@tensorflow/tfjs-node');
}

/** What the binding calls of TensorFlow with signals kept away. */
const guarded = ['TFE_Execute', 'TFE_NewContext', 'TF_LoadSessionFromSavedModel', 'TF_SessionRun'];

/**
 * oneDNN’s kernels for products of matrices use the stack pointer for something else, so that a signal that comes in the middle
 * of one (Ctrl-C, a child that ends, a profiler’s tick) has its frame written into the heap. Signals wait until an operator or a
 * graph is done; TensorFlow’s own threads, which are made with its context and its first graph, never get one. What TensorFlow
 * says of its optimisers when it gets a graph stays off standard error; errors do not.
 */
const guard = `
#include <pthread.h>
#include <signal.h>
#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"
#if __has_include("absl/log/globals.h")
#include "absl/log/globals.h"
#define SILENCE absl::SetMinLogLevel(absl::LogSeverityAtLeast::kError)
#else
#define SILENCE (void)0
#endif

namespace {
class WithoutSignals {
 public:
  WithoutSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~WithoutSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};
}  // namespace

extern "C" void guarded_TFE_Execute(TFE_Op* op, TFE_TensorHandle** outputs, int* count, TF_Status* status) {
  WithoutSignals guard;
  TFE_Execute(op, outputs, count, status);
}

extern "C" TFE_Context* guarded_TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status) {
  WithoutSignals guard;
  SILENCE;
  return TFE_NewContext(options, status);
}

extern "C" TF_Session* guarded_TF_LoadSessionFromSavedModel(const TF_SessionOptions* options, const TF_Buffer* run_options,
    const char* folder, const char* const* tags, int tags_count, TF_Graph* graph, TF_Buffer* meta_graph, TF_Status* status) {
  WithoutSignals guard;
  return TF_LoadSessionFromSavedModel(options, run_options, folder, tags, tags_count, graph, meta_graph, status);
}

extern "C" void guarded_TF_SessionRun(TF_Session* session, const TF_Buffer* run_options, const TF_Output* inputs,
    TF_Tensor* const* input_values, int input_count, const TF_Output* outputs, TF_Tensor** output_values, int output_count,
    const TF_Operation* const* targets, int target_count, TF_Buffer* metadata, TF_Status* status) {
  WithoutSignals guard;
  TF_SessionRun(session, run_options, inputs, input_values, input_count, outputs, output_values, output_count, targets,
                target_count, metadata, status);
}
`;

/**
 * As the package’s binding.gyp has it; node-gyp itself would fetch Node’s headers from a host of their own.
 * @param librariesAt where the binding finds TensorFlow’s library when it is loaded
 */
async function compile(
  compiler: string,
  module: string,
  nodeHeaders: string,
  tensorflow: string,
  librariesAt: string,
): Promise<void> {
  const napi = 8;
  const out = path.join(module, `lib/napi-v${napi}`);
  await mkdir(out, { recursive: true });
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(module, 'binding', name));
  const options = ['-fPIC', '-O2', '-std=c++17', `-I${path.join(tensorflow, 'include')}`];
  const failure = (issue: string): EngineMessage => ({ code: 'bindingNotCompiled', compiler, issue });
  const guardAt = path.join(module, 'binding/guard');
  await writeFile(`${guardAt}.cc`, guard);
  await tool(compiler, [...options, '-c', `${guardAt}.cc`, '-o', `${guardAt}.o`], {}, failure);
  const rest = [
    ...['-shared', `-DNAPI_VERSION=${napi}`, `-I${path.dirname(module)}`, `-I${nodeHeaders}`],
    ...guarded.map((name) => `-D${name}=guarded_${name}`),
    ...[...sources, `${guardAt}.o`, '-o', path.join(out, 'tfjs_binding.node')],
    ...[`-L${tensorflow}`, ...libraries.map((library) => `-l:${library}`)],
    `-Wl,-rpath,${librariesAt}`,
  ];
  await tool(compiler, [...options, ...rest], {}, failure);
}

async function expectTool(command: string, missing: EngineMessage): Promise<void> {
  try {
    await run(command, ['--version']);
  } catch {
    throw new RequestError('failed', missing);
  }
}

const run = promisify(execFile);

/**
 * Runs a program to its end, for what it prints.
 * @param failure the error where it fails, from the last line that it printed
 */
async function tool(
  command: string,
  words: string[],
  options: { cwd?: string },
  failure: (issue: string) => EngineMessage,
): Promise<string> {
  try {
    return (await run(command, words, { ...options, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    const reason = stderr.trim().split('\n').at(-1) || message;
    throw new RequestError('failed', failure(reason));
  }
}
