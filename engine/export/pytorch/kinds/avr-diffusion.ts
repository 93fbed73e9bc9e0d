import type { z } from 'zod';
import type { node } from '../../../../graph-nodes/nodes/avr-diffusion/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';
import { featureSizes } from '../sizes';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: ({ denoiser }) => ['time_embedding', denoiser === 'U-Net' ? 'unet' : 'light_denoiser', 'avr_diffusion'],
  construct({ inputs }, parameters) {
    const { channels, height, width } = featureSizes(inputs);
    const grid = [height, width];
    const denoiser = parameters.denoiser === 'U-Net' ? 'UNet' : 'LightDenoiser';
    const own = {
      channels,
      grid,
      steps: parameters.steps,
      schedule: parameters.schedule,
      objective: parameters.objective,
      start_step: parameters.start === 'pair' ? undefined : parameters.startStep,
      keep_real: parameters.keepReal,
      clip: parameters.clip,
      rescale: parameters.rescale,
      read_audio: parameters.readAudio,
    };
    return pythonCall('AvrDiffusion', own, {
      denoiser: pythonCall(denoiser, { channels, width: parameters.width, grid }),
    });
  },
  call: (module, { audio, visual }) => `${module}(${audio}, ${visual}, draw)`,
};
