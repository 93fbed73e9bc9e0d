import type * as tf from '@tensorflow/tfjs-core';
import { kernelOf, setKernel, sizeOf, view, type Numbers } from './access';

/**
 * out[i] = a[i] ∘ b[i · stride], as 0 or 1; stride 0 uses one b for all. Each operator has its own loop, so that each
 * is compiled separately.
 */
type Loop = (a: Numbers, b: Numbers, stride: 0 | 1, out: Numbers) => void;

const loops: Readonly<Record<string, Loop>> = {
  GreaterEqual(a, b, stride, out) {
    for (let i = 0; i < out.length; i += 1) out[i] = (a[i] as number) >= (b[i * stride] as number) ? 1 : 0;
  },
  LessEqual(a, b, stride, out) {
    for (let i = 0; i < out.length; i += 1) out[i] = (a[i] as number) <= (b[i * stride] as number) ? 1 : 0;
  },
  Greater(a, b, stride, out) {
    for (let i = 0; i < out.length; i += 1) out[i] = (a[i] as number) > (b[i * stride] as number) ? 1 : 0;
  },
  Less(a, b, stride, out) {
    for (let i = 0; i < out.length; i += 1) out[i] = (a[i] as number) < (b[i * stride] as number) ? 1 : 0;
  },
  LogicalAnd(a, b, stride, out) {
    for (let i = 0; i < out.length; i += 1) out[i] = a[i] !== 0 && b[i * stride] !== 0 ? 1 : 0;
  },
};

/**
 * Comparisons and selection for the gradients of clipping, maximum and relu. tfjs's wasm versions compute the index of
 * every element, which a plain loop over equal shapes or a scalar avoids.
 */
export function registerComparisons(): void {
  for (const [name, loop] of Object.entries(loops)) {
    const original = kernelOf(name);
    setKernel(name, (call) => {
      const { a, b } = call.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      const equal = a.shape.join() === b.shape.join();
      const scalar = sizeOf(b.shape) === 1 && b.shape.length <= a.shape.length;
      if (!equal && !scalar) return original(call);
      const { backend } = call;
      const out = backend.makeOutput([...a.shape], 'bool');
      loop(view(backend, a), view(backend, b), equal ? 1 : 0, view(backend, out));
      return out;
    });
  }

  const select = kernelOf('Select');
  setKernel('Select', (call) => {
    const { condition, t, e } = call.inputs as { condition: tf.TensorInfo; t: tf.TensorInfo; e: tf.TensorInfo };
    const { backend } = call;
    if (condition.shape.join() !== t.shape.join() || t.shape.join() !== e.shape.join()) return select(call);
    const out = backend.makeOutput([...t.shape], t.dtype);
    const [choose, yes, no, to] = [condition, t, e, out].map((tensor) => view(backend, tensor)) as [
      Numbers,
      Numbers,
      Numbers,
      Numbers,
    ];
    for (let i = 0; i < to.length; i += 1) to[i] = (choose[i] !== 0 ? yes[i] : no[i]) as number;
    return out;
  });
}
