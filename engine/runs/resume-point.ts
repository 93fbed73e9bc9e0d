import { runtimeSettings } from '../backends/onnx-runtime';
import type { EngineMessage } from '../contract/messages';
import type { StageResult, StepShares } from '../contract/runs';
import type { TrainState } from '../training/train-state';
import type { Metrics, RunRecord } from './run-file';
import type { NamedArray } from '../files/safetensors';

/** State from which a stored run resumes. */
export interface ResumePoint {
  /** Within the current stage. */
  readonly trainState: TrainState;
  /** Results of the stages before the current one. */
  readonly ended: readonly StageResult[];
  readonly metrics: Metrics;
  /** Weights of the stage's best epoch so far. */
  readonly best?: ReadonlyMap<string, NamedArray>;
  /** Shares of the nodes in a step of the current stage, if they are known. */
  readonly stepShares?: StepShares;
  /** Reason why the newest checkpoint was skipped. */
  readonly note?: EngineMessage;
  /** Stored state of the interrupted run. */
  readonly state: Pick<RunRecord, 'origin' | 'started' | 'seconds'>;
  /** Previous number of threads per operator, to be restored after the run. */
  readonly threads: number | undefined;
}

/**
 * Sets the number of threads per operator. A run resumes with its original number, because another can change rounding.
 */
export function setThreads(threads: number | undefined): void {
  if (threads === undefined) delete runtimeSettings.threads;
  else runtimeSettings.threads = threads;
}
