import type { StageAnswer, StageFacts, StageQuestion } from '../../engine/contract/stage';

/** Source of the answers: a run of the engine, or computation inside a page. */
export interface Answerer {
  facts(): Promise<StageFacts>;
  ask(question: StageQuestion): Promise<StageAnswer>;
}
