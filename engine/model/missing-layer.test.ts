import { beforeAll, expect, it, vi } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { startBackend } from '../backends/backend';
import { buildModel } from './build';
import type * as layers from './layers';

vi.mock('./layers', async (original) => {
  const real = await original<typeof layers>();
  return { ...real, layerOf: (kind: string) => (kind === 'rmm-generator' ? undefined : real.layerOf(kind)) };
});

beforeAll(() => startBackend('wasm'));

it('a kind without a layer is refused, naming node and kind', () => {
  expect(() => buildModel(tinyPipeline(), {}, 1)).toThrow(
    expect.objectContaining({ node: 'rmm', message: expect.stringContaining('“rmm-generator” has no layer') }),
  );
});
