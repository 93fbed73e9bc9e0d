import { runtimeSettings } from '../backends/onnx-runtime';
import type { EngineMessage } from '../contract/messages';
import type { StageResult, StepShares } from '../contract/runs';
import type { TrainState } from '../training/train-state';
import type { Metrics, RunRecord } from './run-file';
import type { NamedArray } from '../files/safetensors';

/** State that a stored run resumes from. */
export interface ResumePoint {
  /** Within the present stage. */
  readonly trainState: TrainState;
  /** Results of the stages before the present one. */
  readonly ended: readonly StageResult[];
  readonly metrics: Metrics;
  /** The weights of the stage's best epoch so far. */
  readonly best?: ReadonlyMap<string, NamedArray>;
  /** Shares of the nodes in a step of the present stage, if they are known. */
  readonly stepShares?: StepShares;
  /** Reason why the newest checkpoint was skipped. */
  readonly note?: EngineMessage;
  /** State of the run as it was left. */
  readonly state: Pick<RunRecord, 'origin' | 'started' | 'seconds'>;
  /** Threads of an operator as they were set before, to be restored after the run. */
  readonly threads: number | undefined;
}

/** Sets the threads of an operator. A run resumes with the number it started with, since another can change rounding. */
export function setThreads(threads: number | undefined): void {
  if (threads === undefined) delete runtimeSettings.threads;
  else runtimeSettings.threads = threads;
}
