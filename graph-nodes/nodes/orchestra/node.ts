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
    text: 'A synthetic dataset of small concerts, generated in memory from a seed. Nothing is downloaded. A scene has one to six instruments, and its questions are of the nine types of MUSIC-AVQA. Playing instruments move: louder playing moves more, and a faster rhythm moves faster. Therefore sound and picture predict each other in large part. Some sounds have no source in the picture, and some players are silent.',
    equations: [
      'audio_t = Σ_playing loudness · (sound of kind + rhythm · texture of kind) + voice + reverberation + noise,  [T, 128]',
      'visual_tc = (rest + movement) · look of kind + movement · rhythm · gesture of kind + background + position + noise,  [T, H, W, C]',
    ],
    source:
      'Our design; question types and answers after Li et al., “Learning to Answer Questions in Dynamic Audio-Visual Scenarios”, CVPR 2022.',
  },
});
