import type { Split } from '../dataset';

/** Feature folders of a MUSIC-AVQA folder, with the names of the published code. */
export const featureFolders = { audio: 'feats/vggish', visual: 'feats/res18_14x14' } as const;

/** Annotation files of a split: first the published path, then common places of a separate file. */
export const annotationPlaces: Readonly<Record<Split, readonly string[]>> = {
  train: placesOf('train'),
  validation: placesOf('val'),
  test: placesOf('test'),
};

function placesOf(name: string): string[] {
  return [`json/avqa-${name}.json`, `avqa-${name}.json`];
}

/** Parameters of a dataset node that contain paths of such files. */
export const annotationParameters = {
  train: 'annotations',
  validation: 'validationAnnotations',
  test: 'testAnnotations',
} as const satisfies Record<Split, string>;
