import type { z } from 'zod';
import { requireInput } from '../../../../graph-nodes/graph/infer-helpers';
import { sizeOf } from '../../../../graph-nodes/graph/shapes';
import type { node } from '../../../../graph-nodes/nodes/avr-diffusion/node';
import type { PyTorchKind } from '../descriptor';
import { pythonCall } from '../python';

export const kind: PyTorchKind<z.infer<typeof node.parameters>> = {
  parts: ({ denoiser }) => ['time_embedding', denoiser === 'U-Net' ? 'unet' : 'light_denoiser', 'avr_diffusion'],
  construct({ inputs }, parameters) {
    const visual = requireInput(inputs, 'visual');
    const channels = sizeOf(visual, 'C');
    const grid = [sizeOf(visual, 'H'), sizeOf(visual, 'W')];
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
