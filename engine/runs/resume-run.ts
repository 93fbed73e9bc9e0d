import type { EngineEvent } from '../contract/protocol';
import { runtimeSettings } from '../backends/onnx-runtime';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { initialTrainState } from '../training/train-state';
import { readCheckpoint, type Checkpoint } from './checkpoint';
import { loadInitialWeights, openTraining, prepareStage, type OpenedTraining } from './prepared-run';
import { setThreads } from './resume-point';
import { Run } from './run';
import { RunFolder } from './run-folder';
import { readRunState } from './run-state';
import { readInputs, requireWords } from './stored-run';

/**
 * Opens a stored run that did not reach its end, to resume from its newest valid checkpoint, or from the start where it has
 * none: with the same numbers, to the last bit, as without the interruption.
 * @throws {RequestError} when it is finished, another studio has it open, or a file or the data are invalid
 */
export async function resumeRun(place: string, emit: (event: EngineEvent) => void): Promise<Run> {
  const { process: owner } = await readRunState(place);
  const folder = await RunFolder.open(place, owner);
  const { threads } = runtimeSettings;
  try {
    const state = await readRunState(place);
    if (state.state === 'finished') {
      throw new RequestError('refused', { code: 'runAlreadyFinished', run: place });
    }
    const inputs = await readInputs(place);
    setThreads(state.threads);
    const training = await openTraining(inputs.document);
    requireWords(place, inputs, training.opened.dataset);
    const found = await readCheckpoint(place, (checkpoint) => problemOf(checkpoint, training, folder));
    const metrics = await folder.continueMetrics(found?.checkpoint.metrics ?? 0);
    const prepared = await prepareStage(training, found?.checkpoint.ended.length ?? 0, state.backend ?? 'auto');
    try {
      if (!found) {
        const startedFrom = await loadInitialWeights(prepared);
        const beginning = { trainState: initialTrainState, ended: [], metrics, threads };
        return new Run(folder, prepared, startedFrom, emit, beginning);
      }
      const { trainState, ended, best, learner } = found.checkpoint;
      await prepared.created.learner.restore(learner);
      return new Run(folder, prepared, state.startedFrom, emit, {
        trainState,
        ended,
        threads,
        metrics,
        ...(best && { best }),
        ...(found.note !== undefined && { note: found.note }),
      });
    } catch (error) {
      await prepared.created.learner.dispose();
      throw error;
    }
  } catch (error) {
    setThreads(threads);
    await folder.close();
    throw error;
  }
}

/** The reason why a checkpoint cannot be resumed from; undefined if it can. */
async function problemOf(
  { questions, metrics, ended }: Checkpoint,
  training: OpenedTraining,
  folder: RunFolder,
): Promise<EngineMessage | undefined> {
  if (questions !== training.questions) return { code: 'otherQuestions' };
  if (ended.length >= training.stages.length) return { code: 'otherStages' };
  return folder.metricsProblem(metrics);
}
