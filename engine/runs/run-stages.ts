import type { Dataset } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { TrainerParameters } from '../../graph-nodes/nodes/trainer/node';
import { trainedStages, type TrainedStage } from '../../graph-nodes/nodes/trainer/stages';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import type { RunStage, StageResult } from '../contract/runs';
import { stepsPerEpoch, type TrainingProgress } from '../training/train';

/** A stage of a training with its planned length. A graph without stages has one stage without a name. */
export interface PlannedStage extends TrainedStage {
  readonly parameters: TrainerParameters;
  /** Steps of all its epochs. */
  readonly steps: number;
}

export const plannedStages = (document: GraphDocument, dataset: Dataset): PlannedStage[] =>
  trainedStages(document).map((stage) => {
    const parameters = trainerParametersOf(stage.document);
    return { ...stage, parameters, steps: stepsPerEpoch(dataset, parameters) * parameters.epochs };
  });

/** Epochs and steps. */
interface Counts {
  readonly epochs: number;
  readonly steps: number;
}

const sum = (counts: readonly Counts[]): Counts => ({
  epochs: counts.reduce((total, { epochs }) => total + epochs, 0),
  steps: counts.reduce((total, { steps }) => total + steps, 0),
});

/**
 * The stages of a run and the current one. Epochs and steps of a run are counted through all its stages: actual numbers
 * for ended stages, planned ones for the rest.
 */
export class RunStages {
  private results: readonly StageResult[];

  /** @param ended results of the stages before the current one */
  constructor(
    private readonly stages: readonly PlannedStage[],
    ended: readonly StageResult[] = [],
  ) {
    this.results = ended;
  }

  /** Results of the stages before the current one. */
  get ended(): readonly StageResult[] {
    return this.results;
  }

  /** The current stage, for the status; undefined for a graph without stages. */
  get present(): RunStage | undefined {
    const name = this.planned.name;
    return name === undefined ? undefined : { index: this.results.length + 1, count: this.stages.length, name };
  }

  get isLast(): boolean {
    return this.results.length === this.stages.length - 1;
  }

  /** Counts of the stages before the current one. */
  get before(): Counts {
    return sum(this.results);
  }

  /** Counts of the whole run. */
  get total(): Counts {
    const planned = this.stages.slice(this.results.length);
    return sum([this.before, ...planned.map(({ parameters, steps }) => ({ epochs: parameters.epochs, steps }))]);
  }

  /** Ends the current stage and begins the next one. */
  end(result: StageResult): void {
    this.results = [...this.results, result];
  }

  /** Converts a record of the current stage to counts through all stages. */
  counted<Counted extends { readonly epoch: number; readonly step: number }>(
    record: Counted,
  ): Counted & { readonly stage?: number } {
    const { epochs, steps } = this.before;
    const stage = this.present?.index;
    const counted = { ...record, epoch: record.epoch + epochs, step: record.step + steps };
    return stage === undefined ? counted : { ...counted, stage };
  }

  /**
   * Estimated time to the end of the last stage. The time per question of a later stage is assumed to equal the current
   * one.
   */
  secondsLeft({ step, steps, secondsPerStep }: TrainingProgress): number | null {
    if (secondsPerStep === null) return null;
    const secondsPerQuestion = secondsPerStep / this.planned.parameters.batchSize;
    const later = this.stages
      .slice(this.results.length + 1)
      .reduce((seconds, stage) => seconds + secondsPerQuestion * stage.parameters.batchSize * stage.steps, 0);
    return secondsPerStep * (steps - step) + later;
  }

  private get planned(): PlannedStage {
    return this.stages[this.results.length] as PlannedStage;
  }
}
