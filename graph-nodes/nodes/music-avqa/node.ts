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
    text: 'Questions about short music videos with the features of their sound and picture, read from the published annotation and NPY files. Validation and test have files of their own or a share of the videos. A modality without a feature folder is missing for the whole set. Words are those of the training questions, answers the 42 published ones and what else the training questions have; the sizes of the features are parameters, against which every file is checked before training. “studio data check” lists what is wrong in a folder, “studio data make” writes a small one to try.',
    source:
      'Li et al., “Learning to Answer Questions in Dynamic Audio-Visual Scenarios”, CVPR 2022; annotations and features from its authors.',
  },
});
