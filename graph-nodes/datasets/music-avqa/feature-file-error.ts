import { DatasetError } from '../dataset';
import type { DatasetMessage } from '../words';

export type FeatureProblem = 'missing' | 'unreadable' | 'format' | 'type' | 'truncated' | 'shape' | 'notFinite';

/** Error: a feature file cannot be used. */
export class FeatureFileError extends DatasetError {
  constructor(
    readonly problem: FeatureProblem,
    reason: DatasetMessage,
  ) {
    super(reason);
  }
}
