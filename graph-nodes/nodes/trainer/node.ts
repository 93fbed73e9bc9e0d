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
      description: `Weight of ${loss} in the passes without sound or picture; −1: the same as in the complete pass.`,
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
      description: 'Times that training goes through all training questions.',
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
      description: 'Adam, as in the paper; AdamW, which also lets weights decay; or plain stochastic gradient descent.',
    }),
    weightDecay: z.number().min(0).max(1).default(0.01).meta({
      title: 'Weight decay',
      description: 'With AdamW: the share of every weight that is taken off in a step, times the learning rate.',
    }),
    clipNorm: z.number().min(0).max(1e6).default(0).meta({
      title: 'Gradient clipping',
      description: 'The longest that the gradient of all weights together may be; a longer one is shortened. 0: any.',
    }),
    schedule: z.enum(['constant', 'step', 'cosine', 'plateau']).default('step').meta({
      title: 'Schedule',
      description:
        'How the learning rate falls: not at all, by a factor every few epochs (the paper’s), as a half cosine to zero, or by a factor whenever what is watched has not become better for some epochs.',
    }),
    decayFactor: z.number().min(0.001).max(1).default(0.1).meta({
      title: 'Decay factor',
      description: 'With the schedules step and plateau: what the learning rate is multiplied with.',
    }),
    decayEvery: z.number().int().min(1).max(10_000).default(20).meta({
      title: 'Decay every',
      description: 'With the step schedule: after how many epochs; with plateau: after how many without a better one.',
    }),
    warmUp: z.number().int().min(0).max(1_000_000).default(0).meta({
      title: 'Warm-up',
      description: 'Steps over which the learning rate rises evenly to what the schedule says; 0: it begins there.',
    }),
    averageDecay: z.number().min(0).max(0.999999).default(0).meta({
      title: 'Weight averaging',
      description:
        'How much of the moving average of the weights stays in a step, such as 0.999. The average is what answers, is measured and is kept; training goes on with the weights themselves. 0: no average.',
    }),
    seed: seedParameter('Of the initial weights, the order of the questions, dropout and diffusion noise.'),
    startFrom: z.string().default('').meta({
      title: 'Start from',
      names: 'run',
      description:
        'Path of a run’s folder or of a .safetensors file: weights whose node, name and shape agree start from there, the second of the paper’s two training stages. Empty: all weights are new.',
    }),
    watch: z.enum(['accuracy', 'loss']).default('accuracy').meta({
      title: 'Watched',
      description:
        'What tells a better epoch from a worse one, on the validation questions over all scenarios: the accuracy, or the cross-entropy of the answers.',
    }),
    patience: z.number().int().min(0).max(10_000).default(0).meta({
      title: 'Early stopping',
      description: 'Stop when what is watched has not become better for so many epochs; 0 never stops early.',
    }),
    finalWeights: z.enum(['automatic', 'last', 'best']).default('automatic').meta({
      title: 'Weights at the end',
      description:
        'Which weights are tested and kept: the last, those of the best epoch, or the best where early stopping is on and otherwise the last.',
    }),
    checkpointEvery: z.number().min(-1).max(86_400).default(-1).meta({
      title: 'Checkpoint every',
      description:
        'Seconds after which the run is saved so that it can be resumed; 0 saves it after every step. −1: as often as saving takes a twentieth of the time, after each step where steps are slow.',
    }),
    complete: weight('Scenario: complete', 'Weight of the pass with sound and picture; 0 leaves it out of training.'),
    audioMissing: weight('Scenario: audio missing', 'Weight of the pass without sound; 0 leaves it out of training.'),
    visualMissing: weight(
      'Scenario: visual missing',
      'Weight of the pass without picture; 0 leaves it out of training.',
    ),
    qa: weight('Loss: qa', 'Weight of the cross-entropy of the answer.'),
    match: weight('Loss: match', 'Weight of the cross-entropy of the audio-visual matching. The paper has 0.5.', 0.5),
    rmmr: weight('Loss: rmmr', 'Weight of the recall loss of the RMM generator.'),
    diffusion: weight('Loss: diffusion', 'Weight of the diffusion loss.'),
    ave: weight('Loss: ave', 'Weight of the audio-visual enhancement loss.'),
    auxiliary: weight(
      'Loss: auxiliary',
      'Weight of the losses that a compared method adds of another kind, such as the alignment of ShaSpec.',
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
        'Also measure the held-out questions with noise on the encoded features at the end: 0.3 on sound, 0.7 on the picture, 0.5 on both, as in the released code.',
    }),
  }),
  parameterGroups,
  settings: {
    // As many epochs as end within two minutes on two cores in WebAssembly alone.
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
    // 50 epochs of Adam at 1e-4, a tenth of it every 20 epochs; the batch size is that of the released script, and the
    // released logs report the noise scenarios.
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
    text: 'Trains everything that leads to its logits: for each batch it walks the scenarios, sums the named losses with their weights, and takes one optimizer step. After every epoch it measures the validation accuracy in every scenario, and at the end that of the held-out test videos.',
    equations: [
      'L = Σ_scenarios w_s · Σ_names w_n,s · L_n,  w_n,s of its own where a modality is missing',
      'L_qa = −log softmax(logits)[answer]',
      'clipping: g ← g · min(1, c / ‖g‖₂)',
      'averaging: a ← a + (1 − d)(w − a),  d = min(decay, (t − 1) / (t + 8)) in step t',
    ],
    source:
      'Park, Lee and Kim, ECCV 2024, section 3.4; Adam: Kingma and Ba, ICLR 2015; AdamW: Loshchilov and Hutter, ICLR 2019; clipping: Pascanu, Mikolov and Bengio, ICML 2013; averaging: Polyak and Juditsky, 1992.',
  },
});

export type TrainerParameters = z.infer<typeof node.parameters>;
