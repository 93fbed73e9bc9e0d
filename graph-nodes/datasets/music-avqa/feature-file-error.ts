import { DatasetError } from '../dataset';

/** What can be wrong with a feature file. */
export type FeatureProblem = 'missing' | 'unreadable' | 'format' | 'type' | 'truncated' | 'shape' | 'notFinite';

/** A feature file that cannot be used: one sentence with the file, what was found and what was expected. */
export class FeatureFileError extends DatasetError {
  constructor(
    readonly problem: FeatureProblem,
    message: string,
  ) {
    super(message);
  }
}
