import { expect, it } from 'vitest';
import { leftOutOfSlow, plannedTimings } from './gpu-check-plan';

const planned = (quick: boolean) =>
  plannedTimings([{ name: 'onnx-webgpu', quick }], 'onnx').map(({ size, by, leftOut }) => [size, by, leftOut]);

it('measures the three sizes on a GPU, on the CPU and in PyTorch', () => {
  expect(planned(true)).toEqual(
    ['preset', 'middle', 'full'].flatMap((size) => [
      [size, 'onnx-webgpu', undefined],
      [size, 'onnx', undefined],
      [size, 'PyTorch', undefined],
    ]),
  );
});

it('measures only the smallest size on a device that is slower than the CPU, with the reason', () => {
  const onDevice = planned(false).filter(([, by]) => by === 'onnx-webgpu');
  expect(onDevice).toEqual([
    ['preset', 'onnx-webgpu', undefined],
    ['middle', 'onnx-webgpu', leftOutOfSlow],
    ['full', 'onnx-webgpu', leftOutOfSlow],
  ]);
  expect(planned(false).filter(([, by, leftOut]) => by !== 'onnx-webgpu' && leftOut !== undefined)).toEqual([]);
});
