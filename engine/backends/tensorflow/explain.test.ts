import util from 'node:util';
import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../contract/messages';
import { patchUtil } from '.';
import { builtHere, describeLoaded, explainFailure, explainMissing } from './explain';

describe('the reason why TensorFlow’s binding does not load', () => {
  // Messages of Node, node-pre-gyp, tfjs-node and the dynamic linker.
  it.each([
    ["Cannot find module '@tensorflow/tfjs-node-gpu'\nRequire stack:\n- /studio/backend.js", 'not installed'],
    [
      'The Node.js native addon module (tfjs_binding.node) can not be found at path: /x/lib/napi-v8/tfjs_binding.node. \nPlease run command',
      'installed without its native library',
    ],
    [
      'libtensorflow.so.2: cannot open shared object file: No such file or directory',
      'the TensorFlow library that it was built with, libtensorflow.so.2, no longer exists',
    ],
    [
      'libcudart.so.11.0: cannot open shared object file: No such file or directory',
      'needs CUDA (libcudart.so.11.0), which is not installed',
    ],
    [
      'libcudnn.so.8: cannot open shared object file: No such file or directory',
      'needs cuDNN (libcudnn.so.8), which is not installed',
    ],
    [
      'libgomp.so.1: cannot open shared object file: No such file or directory',
      'needs the system library libgomp.so.1, which is not installed',
    ],
    [
      "/lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_2.35' not found (required by /x/libtensorflow_cc.so.2)",
      'needs a newer C library (GLIBC_2.35) than this system’s',
    ],
    [
      "/lib/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /x/tfjs_binding.node)",
      'needs a newer C++ library (GLIBCXX_3.4.30) than this system’s',
    ],
    ['/x/tfjs_binding.node: invalid ELF header', 'its library is for another kind of processor or system'],
    ['Something else\nwith more lines', 'Something else'],
  ])('%j', (message, words) => {
    expect(inEnglish(explainFailure('@tensorflow/tfjs-node', new Error(message)))).toBe(
      `@tensorflow/tfjs-node: ${words}`,
    );
  });

  it('is one sentence with both commands and the versions of CUDA and cuDNN', () => {
    const failure = explainFailure('@tensorflow/tfjs-node', new Error("Cannot find module 'x'"));
    const sentence = inEnglish(explainMissing([failure]));
    expect(sentence).toMatch(
      /^TensorFlow’s native library is not installed \(@tensorflow\/tfjs-node: not installed\)\. .*\.$/,
    );
    for (const part of [
      'npx studio build-tensorflow',
      'npm install @tensorflow/tfjs-node-gpu',
      'CUDA 11.2',
      'cuDNN 8.1',
    ])
      expect(sentence).toContain(part);
    expect(sentence).not.toContain('\n');
  });
});

describe('the description of TensorFlow’s hardware', () => {
  const sentenceOf = (loaded: Parameters<typeof describeLoaded>[0]) => inEnglish(describeLoaded(loaded));
  const loaded = { version: '2.19.1', name: '@tensorflow/tfjs-node', gpu: false, threads: 2, built: undefined };
  it('names version, device, threads and package', () => {
    expect(sentenceOf(loaded)).toBe('TensorFlow 2.19.1 on the CPU, 2 threads, through @tensorflow/tfjs-node');
    expect(sentenceOf({ ...loaded, name: builtHere })).toMatch(
      /, through the package built by “studio build-tensorflow”$/,
    );
    expect(sentenceOf({ ...loaded, threads: 1 })).toContain('1 thread,');
    expect(sentenceOf({ ...loaded, gpu: true })).toBe(
      'TensorFlow 2.19.1 on an NVIDIA GPU, through @tensorflow/tfjs-node',
    );
  });

  it('contains the requirements of a GPU if none is found', () => {
    expect(sentenceOf({ ...loaded, name: '@tensorflow/tfjs-node-gpu' })).toMatch(
      /finds no GPU; .*nvidia-smi.*CUDA 11\.2 and cuDNN 8\.1$/,
    );
    expect(sentenceOf({ ...loaded, built: { cuda: '12.5.1', cudnn: '9' } })).toMatch(
      /finds no GPU; .*CUDA 12\.5\.1 and cuDNN 9; “pip install tensorflow\[and-cuda\]”/,
    );
    expect(sentenceOf({ ...loaded, built: { cuda: null, cudnn: null } })).not.toContain('GPU');
  });
});

describe('functions that Node removed', () => {
  it('exist for packages that still call them', () => {
    const functions = util as unknown as Record<string, ((value: unknown) => boolean) | undefined>;
    const { isNullOrUndefined, isArray } = functions;
    try {
      delete functions['isNullOrUndefined'];
      delete functions['isArray'];
      patchUtil();
      const values = [null, undefined, 0, '', [], {}];
      expect(values.map((value) => functions['isNullOrUndefined']?.(value))).toEqual([
        true,
        true,
        false,
        false,
        false,
        false,
      ]);
      expect(values.map((value) => functions['isArray']?.(value))).toEqual([false, false, false, false, true, false]);
    } finally {
      Object.assign(functions, { isNullOrUndefined, isArray });
    }
  });
});
