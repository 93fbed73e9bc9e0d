import { defineNode } from '../../graph/kind';
import { labelsShape } from '../../graph/shapes';
import { mostQuestions, parameters, specOf } from '../../datasets/orchestra/parameters';

export const node = defineNode({
  kind: 'orchestra',
  title: 'Orchestra',
  family: 'Data',
  roles: [{ name: 'dataset', synthetic: true, settings: 'small' }],
  inputs: [],
  outputs: [
    { name: 'batch', type: 'batch' },
    { name: 'labels', type: 'labels' },
  ],
  parameters,
  settings: {
    small: { noise: 0.3, scenes: 3000, seconds: 3, validationShare: 0.05 },
  },
  mainParameters: ['seed', 'scenes', 'noise'],
  infer(_inputs, values) {
    const edge = { shape: labelsShape, batch: specOf(values), mostQuestions: mostQuestions(values) };
    return { outputs: { batch: edge, labels: edge }, parameters: 0, activations: 0 };
  },
  losses: [],
  help: {
    text: 'A synthetic world of small concerts, made in memory from a seed, with nothing to download. One to six instruments are seen and heard, asked about in the nine question types of MUSIC-AVQA. What plays is seen to move, louder playing moves more and faster rhythm moves faster, so that sound and picture tell much of each other, but not all: some sounds have no source in the picture, and some players stay silent.',
    equations: [
      'audio_t = Σ_playing loudness · (sound of kind + rhythm · texture of kind) + voice + reverberation + noise,  [T, 128]',
      'visual_tc = (rest + movement) · look of kind + movement · rhythm · gesture of kind + background + position + noise,  [T, H, W, C]',
    ],
    source:
      'Our own world; question types and answers after Li et al., “Learning to Answer Questions in Dynamic Audio-Visual Scenarios”, CVPR 2022.',
  },
});
