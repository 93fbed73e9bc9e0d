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

/** Version of TensorFlow that is downloaded if Python has none; the backend was tested with it. */
const wheel = `tensorflow${process.arch === 'x64' ? '-cpu' : ''}==2.19.1`;
/** Libraries with TensorFlow's C interface, by their names in wheels since 2.12. */
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

export interface BuildOptions {
  /** Target folder of the binding and its npm package. */
  readonly folder: string;
  /** A Python. The TensorFlow that is installed in it is used in place; otherwise its pip downloads one. */
  readonly python: string;
  /** A C++ compiler with the options of g++. */
  readonly compiler: string;
  /** Called with each progress message. */
  report(line: string): void;
}

/**
 * Compiles the binding of `@tensorflow/tfjs-node` from the sources of the npm package, with the library of a Python
 * TensorFlow. The result is moved to the path that the package expects in one step, so it exists completely or not at
 * all.
 *
 * @throws {RequestError} one sentence about a missing tool, with the command that installs it
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
    report(installed ? `TensorFlow in ${installed.folder}` : `Fetching Python’s ${wheel} …`);
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
    // An installed library is used in place, because a GPU version finds the CUDA libraries beside it.
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

/** Finds TensorFlow without importing it, which would take seconds; its build info is a separate module. */
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

/** Files of a wheel that the binding needs: the library, and the headers of its C interface with their includes. */
const unpacker = `
import sys, zipfile
file, folder, *libraries = sys.argv[1:]
headers = tuple("tensorflow/include/" + name for name in ("tensorflow/c/", "tensorflow/core/platform/", "tsl/", "xla/tsl/", "absl/"))
wanted = tuple("tensorflow/" + library for library in libraries)
with zipfile.ZipFile(file) as wheel:
    wheel.extractall(folder, [name for name in wheel.namelist() if name in wanted or name.startswith(headers)])
`;

/** Downloads a wheel for any version of Python, since only its library is used. */
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
 * Installs the npm package in the version of tfjs without its script, which would download a library from another host.
 * @returns the package's folder
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

/** TensorFlow functions that the binding calls with signals blocked. */
const guarded = ['TFE_Execute', 'TFE_NewContext', 'TF_LoadSessionFromSavedModel', 'TF_SessionRun'];

/**
 * oneDNN's kernels for matrix products use the stack pointer for other data, so a signal during one of them (Ctrl-C, an
 * ended child, a profiler's tick) writes its frame into the heap. Signals are blocked until an operator or a graph is
 * done. TensorFlow's threads are created with its context and its first graph, and inherit the blocked signals.
 * TensorFlow's messages about its optimizers are suppressed; errors are not.
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
 * Compiler options as in the package's binding.gyp. node-gyp itself would download Node's headers from another host.
 * @param librariesAt path of TensorFlow's library when the binding is loaded
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
 * Runs a program to its end and returns its output.
 * @param failure creates the error from the last line of the output
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
