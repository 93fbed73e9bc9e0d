import type { ParameterGroup } from '../../graph/kind';

/** Groups of the Trainer's parameters, in the order of the inspector. */
export const parameterGroups = [
  { title: 'Run', parameters: ['epochs', 'batchSize', 'seed', 'startFrom'] },
  {
    title: 'Optimizer',
    parameters: ['learningRate', 'optimiser'],
    rare: ['weightDecay', 'clipNorm', 'averageDecay'],
  },
  { title: 'Learning rate schedule', parameters: ['schedule', 'warmUp'], rare: ['decayFactor', 'decayEvery'] },
  {
    title: 'Best epoch and checkpoints',
    parameters: ['patience'],
    rare: ['watch', 'finalWeights', 'checkpointEvery', 'keepEpochs'],
  },
  { title: 'Scenarios', parameters: ['complete', 'audioMissing', 'visualMissing'], rare: ['noiseScenarios'] },
  {
    title: 'Losses',
    parameters: ['qa', 'match', 'rmmr', 'diffusion', 'ave', 'auxiliary'],
    rare: ['missingQa', 'missingMatch', 'missingRmmr', 'missingDiffusion', 'missingAve', 'missingAuxiliary'],
  },
] as const satisfies readonly ParameterGroup[];
