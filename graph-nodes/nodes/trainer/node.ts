import { z } from 'zod';
import { seedParameter } from '../../datasets/parameters';
import { requireBatch, requireInput } from '../../graph/infer-helpers';
import { defineNode, ShapeMismatch } from '../../graph/kind';
import { sizeOf, shapeNote } from '../../graph/shapes';
import { lossParameters } from './loss-parameters';
import { parameterGroups } from './parameter-groups';

const weight = (title: string, description: string, standard = 1) =>
  z.number().min(0).max(1000).default(standard).meta({ title, description });

const missingWeight = (loss: string) =>
  z
    .number()
    .min(-1)
    .max(1000)
    .default(-1)
    .meta({
      title: `Loss: ${loss}, modality missing`,
      description: `Weight of ${loss} in the passes without sound or picture. −1: the weight of the complete pass.`,
    });

export const node = defineNode({
  kind: 'trainer',
  title: 'Trainer',
  family: 'Train',
  roles: [
    {
      name: 'trainer',
      scenarioWeights: ['complete', 'audioMissing', 'visualMissing'],
      lossWeights: lossParameters,
      length: { epochs: 'epochs', batchSize: 'batchSize', warmUp: 'warmUp' },
      stageParameters: [
        'epochs',
        'batchSize',
        'learningRate',
        'optimiser',
        'weightDecay',
        'clipNorm',
        'schedule',
        'decayFactor',
        'decayEvery',
        'warmUp',
        'averageDecay',
        'watch',
        'patience',
        'finalWeights',
        'complete',
        'audioMissing',
        'visualMissing',
        'qa',
        'match',
        'rmmr',
        'diffusion',
        'ave',
        'auxiliary',
        'missingQa',
        'missingMatch',
        'missingRmmr',
        'missingDiffusion',
        'missingAve',
        'missingAuxiliary',
      ],
    },
  ],
  inputs: [
    { name: 'logits', type: 'logits' },
    { name: 'labels', type: 'labels' },
  ],
  outputs: [{ name: 'run', type: 'run' }],
  parameters: z.strictObject({
    epochs: z.number().int().min(1).max(10_000).default(10).meta({
      title: 'Epochs',
      description: 'Number of passes over all training questions.',
    }),
    batchSize: z.number().int().min(1).max(4096).default(32).meta({
      title: 'Batch size B',
      description: 'Questions per step.',
    }),
    learningRate: z.number().min(1e-8).max(10).default(1e-3).meta({
      title: 'Learning rate',
      description: 'Step size of the optimizer. The paper has 1e-4.',
    }),
    optimiser: z.enum(['adam', 'adamw', 'sgd']).default('adam').meta({
      title: 'Optimizer',
      description: 'Adam, as in the paper; AdamW, which adds weight decay; or plain stochastic gradient descent.',
    }),
    weightDecay: z.number().min(0).max(1).default(0.01).meta({
      title: 'Weight decay',
      description: 'With AdamW: share of every weight that a step subtracts, times the learning rate.',
    }),
    clipNorm: z.number().min(0).max(1e6).default(0).meta({
      title: 'Gradient clipping',
      description: 'Maximum global gradient norm. A larger gradient is scaled down. 0 disables clipping.',
    }),
    schedule: z.enum(['constant', 'step', 'cosine', 'plateau']).default('step').meta({
      title: 'Schedule',
      description:
        'Decrease of the learning rate: none, by a factor every few epochs (as in the paper), as a half cosine to zero, or by a factor when the watched metric has not improved for some epochs.',
    }),
    decayFactor: z.number().min(0.001).max(1).default(0.1).meta({
      title: 'Decay factor',
      description: 'With the schedules step and plateau: factor that multiplies the learning rate.',
    }),
    decayEvery: z.number().int().min(1).max(10_000).default(20).meta({
      title: 'Decay every',
      description: 'With the step schedule: epochs between two decreases. With plateau: epochs without an improvement.',
    }),
    warmUp: z.number().int().min(0).max(1_000_000).default(0).meta({
      title: 'Warm-up',
      description: 'Steps over which the learning rate rises linearly to its scheduled value. 0 disables the warm-up.',
    }),
    averageDecay: z.number().min(0).max(0.999999).default(0).meta({
      title: 'Weight averaging',
      description:
        'Decay of the moving average of the weights, such as 0.999. The averaged weights are evaluated and saved; training uses the weights themselves. 0 disables averaging.',
    }),
    seed: seedParameter('Seed of the initial weights, the order of the questions, dropout and diffusion noise.'),
    startFrom: z.string().default('').meta({
      title: 'Start from',
      names: 'run',
      description:
        'Path of a run folder or of a .safetensors file. Weights with the same node, name and shape start from its values, as in the second of the paper’s two training stages. Empty: all weights are new.',
    }),
    watch: z.enum(['accuracy', 'loss']).default('accuracy').meta({
      title: 'Watched',
      description:
        'Validation metric that selects the best epoch: the accuracy or the cross-entropy of the answers, over all scenarios.',
    }),
    patience: z.number().int().min(0).max(10_000).default(0).meta({
      title: 'Early stopping',
      description:
        'Stop after this number of epochs without an improvement of the watched metric. 0 disables early stopping.',
    }),
    finalWeights: z.enum(['automatic', 'last', 'best']).default('automatic').meta({
      title: 'Weights at the end',
      description:
        'Weights that are tested and saved: the last ones, those of the best epoch, or automatic: the best ones with early stopping, otherwise the last ones.',
    }),
    checkpointEvery: z.number().min(-1).max(86_400).default(-1).meta({
      title: 'Checkpoint every',
      description:
        'Seconds between two checkpoints, from which a run can resume. 0: one after every step. −1: often enough that saving takes a twentieth of the time; after every step if steps are slow.',
    }),
    keepEpochs: z.number().int().min(0).max(10_000).default(0).meta({
      title: 'Keep epochs',
      description:
        'Keep the weights after every N epochs, so that the stage and the insides of nodes can go back to them. 0 keeps none. A run keeps at most 50 epochs; a longer run keeps every second or third of them, and so on. Each takes as much disk space as the final weights.',
    }),
    complete: weight('Scenario: complete', 'Weight of the pass with sound and picture. 0 excludes it from training.'),
    audioMissing: weight('Scenario: audio missing', 'Weight of the pass without sound. 0 excludes it from training.'),
    visualMissing: weight(
      'Scenario: visual missing',
      'Weight of the pass without picture. 0 excludes it from training.',
    ),
    qa: weight('Loss: qa', 'Weight of the cross-entropy of the answer.'),
    match: weight('Loss: match', 'Weight of the cross-entropy of the audio-visual matching. The paper has 0.5.', 0.5),
    rmmr: weight('Loss: rmmr', 'Weight of the recall loss of the RMM generator.'),
    diffusion: weight('Loss: diffusion', 'Weight of the diffusion loss.'),
    ave: weight('Loss: ave', 'Weight of the audio-visual enhancement loss.'),
    auxiliary: weight(
      'Loss: auxiliary',
      'Weight of additional losses of compared methods, such as the alignment of ShaSpec.',
    ),
    missingQa: missingWeight('qa'),
    missingMatch: missingWeight('match'),
    missingRmmr: missingWeight('rmmr'),
    missingDiffusion: missingWeight('diffusion'),
    missingAve: missingWeight('ave'),
    missingAuxiliary: missingWeight('auxiliary'),
    noiseScenarios: z.boolean().default(false).meta({
      title: 'Noise scenarios',
      description:
        'At the end, also evaluate the held-out questions with noise on the encoded features: 0.3 on sound, 0.7 on the picture, 0.5 on both, as in the released code.',
    }),
  }),
  parameterGroups,
  settings: {
    // Number of epochs that finish within two minutes on two cores with WebAssembly.
    small: {
      ave: 0.3,
      batchSize: 32,
      diffusion: 0.3,
      epochs: 3,
      learningRate: 0.003,
      match: 0.1,
      schedule: 'cosine',
      warmUp: 300,
    },
    // 50 epochs of Adam at 1e-4, divided by ten every 20 epochs. The batch size is that of the released script; the released
    // logs report the noise scenarios.
    paper: { batchSize: 4, epochs: 50, learningRate: 1e-4, match: 0.5, noiseScenarios: true, schedule: 'step' },
  },
  mainParameters: ['epochs', 'batchSize', 'learningRate', 'seed'],
  infer(inputs) {
    const { answers } = requireBatch(inputs, 'labels');
    const logits = requireInput(inputs, 'logits');
    const classes = sizeOf(logits, 'A');
    if (classes !== answers && !(inputs['labels']?.openAnswers && classes > answers)) {
      throw new ShapeMismatch('logits', { code: 'datasetAnswers', count: answers }, shapeNote(logits.shape));
    }
    return { outputs: { run: { shape: [] } }, parameters: 0, activations: 2 * answers };
  },
  losses: ['qa'],
  help: {
    text: 'Trains all nodes that lead to its logits. For each batch it goes through the scenarios, sums the named losses with their weights, and takes one optimizer step. After every epoch it measures the validation accuracy in every scenario. At the end it measures the accuracy on the held-out test videos.',
    equations: [
      'L = Σ_scenarios w_s · Σ_names w_n,s · L_n,  w_n,s separate if a modality is missing',
      'L_qa = −log softmax(logits)[answer]',
      'clipping: g ← g · min(1, c / ‖g‖₂)',
      'averaging: a ← a + (1 − d)(w − a),  d = min(decay, (t − 1) / (t + 8)) in step t',
    ],
    source:
      'Park, Lee and Kim, ECCV 2024, section 3.4; Adam: Kingma and Ba, ICLR 2015; AdamW: Loshchilov and Hutter, ICLR 2019; clipping: Pascanu, Mikolov and Bengio, ICML 2013; averaging: Polyak and Juditsky, 1992.',
  },
});

export type TrainerParameters = z.infer<typeof node.parameters>;
