import type { Split } from '../dataset';

/** Where things lie in a MUSIC-AVQA folder, by the names of the published code. */
export const featureFolders = { audio: 'feats/vggish', visual: 'feats/res18_14x14' } as const;

/** Where the annotations of a split lie: first as published, then as a file of its own is often put. */
export const annotationPlaces: Readonly<Record<Split, readonly string[]>> = {
  train: placesOf('train'),
  validation: placesOf('val'),
  test: placesOf('test'),
};

function placesOf(name: string): string[] {
  return [`json/avqa-${name}.json`, `avqa-${name}.json`];
}

/** The parameters of a dataset node that point at such files. */
export const annotationParameters = {
  train: 'annotations',
  validation: 'validationAnnotations',
  test: 'testAnnotations',
} as const satisfies Record<Split, string>;
