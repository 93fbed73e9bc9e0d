import { beforeAll, describe, it } from 'vitest';
import { expectSameFirstLosses } from '../../test/fixtures/first-losses';
import { startBackend } from '../backends/backend';
import { findBackends } from '../backends/find-backends';
import { findBackend } from '../backends/table';

const devices = (await findBackends())
  .filter(({ name, available }) => available && findBackend(name)?.device)
  .map(({ name }) => name);

beforeAll(async () => {
  await startBackend('wasm');
});

describe.skipIf(devices.length === 0)('a step on another device', () => {
  it.each(devices)(
    'of %s has the same losses as kernel by kernel on wasm, over the first steps',
    (name) => expectSameFirstLosses(name),
    300_000,
  );
});
