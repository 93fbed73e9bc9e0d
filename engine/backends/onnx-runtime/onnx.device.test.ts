import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, it } from 'vitest';
import { cases, expectSameAsCpu } from '../../../test/fixtures/recorded-kernels';
import { probeBackends, providerOf, startBackend } from '../backend';
import { isDevice } from '../devices';

const devices = (await probeBackends())
  .filter(({ available }) => available)
  .map(({ name }) => providerOf(name))
  .filter((provider) => provider !== undefined && isDevice(provider));

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
