import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/residual-autoencoder/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: () => ['onto_grid', 'residual_autoencoder'],
  construct({ inputs }, { blocks, width }) {
    const { audioWidth, grid } = featureSizes(inputs);
    return pythonCall('ResidualAutoencoder', { audio_width: audioWidth, grid, blocks, width });
  },
  call: (module, { audio, visual }) => `${module}(${audio}, ${visual})`,
};
