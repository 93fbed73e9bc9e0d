import path from 'node:path';
import type { EngineEvent } from '../contract/protocol';
import { runtimeSettings } from '../backends/onnx-runtime';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { initialTrainState } from '../training/train-state';
import { readCheckpoint, type Checkpoint } from './checkpoint';
import { loadInitialWeights, openTraining, prepareStage, type OpenedTraining, type PreparedRun } from './prepared-run';
import { setThreads } from './resume-point';
import { Run } from './run';
import { RunFolder } from './run-folder';
import type { RunState } from './run-file';
import { readRunState } from './run-state';
import { unwatched } from './starting';
import { readInputs, requireWords } from './stored-run';

/**
 * Opens an unfinished stored run to resume it from its newest valid checkpoint, or from the start if it has none. The
 * numbers equal those of an uninterrupted run, to the last bit.
 * @param base folder of the run that it starts from; absent: taken from `run.json` and the Trainer
 * @throws {RequestError} if it is finished, another studio uses it, or a file or the data are invalid
 */
export async function resumeRun(
  place: string,
  emit: (event: EngineEvent) => void,
  base?: string,
  starting = unwatched,
): Promise<Run> {
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
    const training = await openTraining(inputs.document, starting);
    requireWords(place, inputs, training.opened.dataset);
    const found = await readCheckpoint(place, (checkpoint) => problemOf(checkpoint, training, folder));
    const metrics = await folder.continueMetrics(found?.checkpoint.metrics ?? 0);
    await starting.enter('step');
    const prepared = await prepareStage(training, found?.checkpoint.ended.length ?? 0, state.backend ?? 'auto');
    try {
      await starting.check();
      if (!found) {
        const startedFrom = await loadInitialWeights(prepared, base ?? recordedBase(place, state, prepared));
        const beginning = { trainState: initialTrainState, ended: [], metrics, state, threads };
        return new Run(folder, prepared, startedFrom, emit, beginning);
      }
      const { trainState, ended, best, learner } = found.checkpoint;
      // Shares of an earlier stage belong to another graph.
      const ofStage = (state.stage?.index ?? 1) === ended.length + 1;
      const stepShares = ofStage ? state.stepShares : undefined;
      await prepared.created.learner.restore(learner);
      return new Run(folder, prepared, state.startedFrom, emit, {
        trainState,
        ended,
        state,
        threads,
        metrics,
        ...(best && { best }),
        ...(stepShares && { stepShares }),
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

/** Folder of the base run in `run.json`; undefined if the weights are new or the Trainer names them. */
function recordedBase(place: string, { startedFrom }: RunState, { parameters }: PreparedRun): string | undefined {
  if (!startedFrom || parameters.startFrom !== '') return undefined;
  return path.resolve(place, startedFrom.file, '../..');
}

/** Reason why a checkpoint cannot be resumed from; undefined if it can. */
async function problemOf(
  { questions, metrics, ended }: Checkpoint,
  training: OpenedTraining,
  folder: RunFolder,
): Promise<EngineMessage | undefined> {
  if (questions !== training.questions) return { code: 'otherQuestions' };
  if (ended.length >= training.stages.length) return { code: 'otherStages' };
  return folder.metricsProblem(metrics);
}
