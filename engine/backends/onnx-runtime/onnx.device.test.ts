import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, it } from 'vitest';
import { cases, expectSameAsCpu } from '../../../test/fixtures/recorded-kernels';
import { startBackend } from '../backend';
import { findBackends } from '../find-backends';
import { findBackend } from '../table';

const devices = (await findBackends())
  .filter(({ available }) => available)
  .flatMap(({ name }) => {
    const backend = findBackend(name);
    return backend?.device && backend.program ? [backend.program.provider] : [];
  });

beforeAll(async () => {
  await startBackend('cpu');
});

describe.skipIf(devices.length === 0)('the recorder', () => {
  describe.each(Object.entries(cases))('%s', (name, variants) => {
    it.each(devices)('computes on %s the same as the cpu backend, gradients included', async (device) => {
      await expectSameAsCpu(name, variants, device);
    });
  });
});
