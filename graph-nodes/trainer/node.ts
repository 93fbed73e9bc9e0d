import { z } from 'zod';
import { requireBatch, requireInput } from '../infer-helpers';
import { defineNode, ShapeMismatch } from '../kind';
import { seedParameter } from '../parameters';
import { formatShape, sizeOf } from '../shapes';

const weight = (title: string, description: string, standard = 1) =>
  z.number().min(0).max(1000).default(standard).meta({ title, description });

export const node = defineNode({
  kind: 'trainer',
  title: 'Trainer',
  family: 'Train',
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
      description: 'Step size of the optimiser. The paper has 1e-4.',
    }),
    optimiser: z.enum(['adam', 'sgd']).default('adam').meta({
      title: 'Optimiser',
      description: 'Adam, as in the paper, or plain stochastic gradient descent.',
    }),
    schedule: z.enum(['constant', 'step', 'cosine']).default('step').meta({
      title: 'Schedule',
      description:
        'How the learning rate falls: not at all, by a factor every few epochs (the paper’s), or as a half cosine to zero.',
    }),
    decayFactor: z.number().min(0.001).max(1).default(0.1).meta({
      title: 'Decay factor',
      description: 'With the step schedule: what the learning rate is multiplied with.',
    }),
    decayEvery: z.number().int().min(1).max(10_000).default(20).meta({
      title: 'Decay every',
      description: 'With the step schedule: after how many epochs.',
    }),
    seed: seedParameter('Of the initial weights, the order of the questions, dropout and diffusion noise.'),
    startFrom: z.string().default('').meta({
      title: 'Start from',
      description:
        'Path of a run’s folder or of a .safetensors file: weights whose node, name and shape agree start from there, the second of the paper’s two training stages. Empty: all weights are new.',
    }),
    patience: z.number().int().min(0).max(10_000).default(0).meta({
      title: 'Early stopping',
      description: 'Stop when the validation accuracy has not risen for so many epochs; 0 never stops early.',
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
  }),
  mainParameters: ['epochs', 'batchSize', 'learningRate', 'seed'],
  infer(inputs) {
    const { answers } = requireBatch(inputs, 'labels');
    const logits = requireInput(inputs, 'logits');
    if (sizeOf(logits, 'A') !== answers) {
      throw new ShapeMismatch('logits', `A = ${answers}, the answers of the dataset`, formatShape(logits.shape));
    }
    return { outputs: { run: { shape: [] } }, parameters: 0, activations: 2 * answers };
  },
  losses: ['qa'],
  help: {
    text: 'Trains everything that leads to its logits: for each batch it walks the scenarios, sums the named losses with their weights, and takes one optimiser step. After every epoch it measures the validation accuracy in every scenario, and at the end that of the held-out test videos.',
    equations: ['L = Σ_scenarios w_s · Σ_names w_n · L_n', 'L_qa = −log softmax(logits)[answer]'],
    source: 'Park, Lee and Kim, ECCV 2024, section 3.4; Adam: Kingma and Ba, ICLR 2015.',
  },
});

export type TrainerParameters = z.infer<typeof node.parameters>;
