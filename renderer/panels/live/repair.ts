import type { EpochRecord, RunResult, RunStatus } from '../../../engine/contract/runs';
import type { ScenarioAccuracies } from '../../../engine/contract/metrics';
import { scenarios, type Scenario } from '../../../graph-nodes/datasets/dataset';

/** A trained or training stage of a run. */
export interface MeasuredStage {
  /** Number of the stage, from 1 on. */
  readonly index: number;
  readonly accuracy: ScenarioAccuracies;
}

/** Accuracy over all questions after a stage, in percent. */
export interface RepairStep {
  /** Number of the stage, from 1 on. */
  readonly stage: number;
  readonly accuracy: number;
  /**
   * Percentage points gained over the previous stage; for the first stage, over the complete scenario, so a loss is negative.
   */
  readonly change: number;
}

/** Cost of a missing modality after the first stage, and the share that the later stages restore. */
export interface ScenarioRepair {
  readonly scenario: Exclude<Scenario, 'complete'>;
  /** Accuracy of the complete scenario after the first stage, in percent. */
  readonly complete: number;
  readonly first: RepairStep;
  readonly later: readonly RepairStep[];
  /** Share of the loss that the later stages restore, in percent; undefined without a loss or a later stage. */
  readonly restored: number | undefined;
}

/** True for a run with stages to compare. */
export const hasRepair = ({ stage, result }: RunStatus): boolean => (stage?.count ?? result?.stages?.length ?? 0) > 1;

/** Stages of a run on the held-out questions after its end, else on the validation questions of their last epochs. */
export function measuredStages(epochs: readonly EpochRecord[], result: RunResult | undefined): MeasuredStage[] {
  if (result?.stages) return result.stages.map(({ accuracy }, place) => ({ index: place + 1, accuracy }));
  const last = new Map<number, ScenarioAccuracies>();
  for (const { stage, accuracy } of epochs) if (stage !== undefined) last.set(stage, accuracy);
  return [...last].map(([index, accuracy]) => ({ index, accuracy }));
}

const missing = scenarios.filter((scenario) => scenario !== 'complete');

/** Loss and repair of each scenario with questions; none before the first epoch. */
export function repairsOf(stages: readonly MeasuredStage[]): ScenarioRepair[] {
  const [backbone, ...repairs] = stages;
  if (!backbone) return [];
  return missing.flatMap((scenario): ScenarioRepair[] => {
    const complete = backbone.accuracy.complete.overall;
    const level = backbone.accuracy[scenario].overall;
    if (complete === null || level === null) return [];
    const first = { stage: backbone.index, accuracy: level, change: level - complete };
    let before = level;
    const later = repairs.flatMap(({ index, accuracy }): RepairStep[] => {
      const reached = accuracy[scenario].overall;
      if (reached === null) return [];
      const step = { stage: index, accuracy: reached, change: reached - before };
      before = reached;
      return [step];
    });
    const restored = later.length > 0 && level < complete ? (100 * (before - level)) / (complete - level) : undefined;
    return [{ scenario, complete, first, later, restored }];
  });
}
