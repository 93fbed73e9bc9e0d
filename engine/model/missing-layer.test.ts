import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { startBackend } from '../backends/backend';
import { buildModel } from './build';
import * as layers from './layers';

beforeAll(() => startBackend('wasm'));
afterEach(() => vi.restoreAllMocks());

it('a kind without a layer is refused, naming node and kind', () => {
  const { layerOf } = layers;
  vi.spyOn(layers, 'layerOf').mockImplementation((kind) => (kind === 'rmm-generator' ? undefined : layerOf(kind)));
  expect(() => buildModel(tinyPipeline(), {}, 1)).toThrow(
    expect.objectContaining({ node: 'rmm', message: expect.stringContaining('“rmm-generator” has no layer') }),
  );
});
