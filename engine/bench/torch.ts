import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument } from '../../graph-nodes/graph/document';

/** Output of test/bench/torch_step.py. */
export interface TorchMeasurement {
  readonly secondsPerStep: number;
  readonly parameters: number;
  readonly peakMemoryMiB: number;
  readonly version: string;
  /** `cpu`, or the name of the GPU. */
  readonly device: string;
}

/** The same step in eager PyTorch if Python has torch; otherwise the reason why there is no figure. */
export async function measureTorch(
  document: GraphDocument,
  options: {
    readonly python: string;
    readonly script: string;
    readonly steps: number;
    readonly threads: number;
    readonly device?: 'cpu' | 'cuda';
    readonly seconds?: number;
  },
): Promise<TorchMeasurement | { readonly missing: string }> {
  const { nodes, trainer: trainerId = '' } = analyse(document, catalogue);
  const of = (id: string) => nodes.get(id)?.parameters ?? {};
  const batch = nodes.get('dataset')?.inference.outputs['batch']?.batch;
  if (!batch) return { missing: 'the graph has no dataset' };
  const trainer = of(trainerId);
  const settings = {
    ...batch,
    cells: batch.height * batch.width,
    width: batch.visualWidth,
    slots: of('rmm')['slots'],
    temperature: of('rmm')['temperature'],
    diffusionSteps: of('avr')['steps'],
    denoiserWidth: of('avr')['width'],
    batch: trainer['batchSize'],
    weights: { rmmr: trainer['rmmr'], diffusion: trainer['diffusion'], ave: trainer['ave'], match: trainer['match'] },
    threads: options.threads,
    device: options.device ?? 'cpu',
    warmUp: 2,
    steps: options.steps,
  };
  try {
    const { stdout } = await promisify(execFile)(options.python, [options.script, JSON.stringify(settings)], {
      ...(options.seconds !== undefined && { timeout: Math.max(1, Math.ceil(1000 * options.seconds)) }),
    });
    return JSON.parse(stdout) as TorchMeasurement;
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') return { missing: `there is no “${options.python}”` };
    const reason = stderr?.trim().split('\n').at(-1);
    return { missing: reason ? `${options.python} reports “${reason}”` : String(error) };
  }
}
