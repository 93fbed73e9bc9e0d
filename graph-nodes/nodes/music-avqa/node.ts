import { defineNode } from '../../graph/kind';
import { labelsShape } from '../../graph/shapes';
import { parameters, publishedSpec } from '../../datasets/music-avqa/parameters';

export const node = defineNode({
  kind: 'music-avqa',
  title: 'MUSIC-AVQA',
  family: 'Data',
  roles: [
    {
      name: 'dataset',
      synthetic: false,
      settings: 'paper',
      features: { audio: 'audioFeatures', visual: 'visualFeatures' },
    },
  ],
  inputs: [],
  outputs: [
    { name: 'batch', type: 'batch' },
    { name: 'labels', type: 'labels' },
  ],
  parameters,
  mainParameters: ['annotations', 'seed'],
  infer(_inputs, values) {
    const edge = { shape: labelsShape, batch: publishedSpec(values), openAnswers: true };
    return { outputs: { batch: edge, labels: edge }, parameters: 0, activations: 0 };
  },
  losses: [],
  help: {
    text: 'Questions about music videos, from the published files. The questions are in annotation files, the features of sound and picture in NPY files. Validation and test use separate files or a share of the videos. A modality without a feature folder is missing for the whole dataset. The vocabulary consists of the words of the training questions. The answers are the 42 published ones and any further answers of the training questions. The sizes of the features are parameters; every file is checked against them before training. “studio data check” lists the errors in a folder. “studio data make” writes a small folder for trials.',
    source:
      'Li et al., “Learning to Answer Questions in Dynamic Audio-Visual Scenarios”, CVPR 2022; annotations and features from its authors.',
  },
});
