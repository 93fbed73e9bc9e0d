import path from 'node:path';
import { questionTypes, scenarios, type Scenario } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { RequestError } from '../contract/errors';
import type { Predictions, RunStatus } from '../contract/runs';
import { isHeld } from './lock';
import { addMetric, splitState, type Metrics } from './run-file';
import { readRunState } from './run-state';
import { readMetrics } from './stored-metrics';
import { readPredictions } from './stored-predictions';
import { readGraph, readInputs } from './stored-run';

export interface StoredHistory extends Metrics {
  readonly status: RunStatus;
  readonly graph: GraphDocument;
}

const ended: readonly RunStatus['state'][] = ['finished', 'stopped', 'failed'];

/**
 * Reads a run from its folder with its graph and curves, for a window. An interrupted run is shown as failed.
 * @param name of the run for the window
 * @throws {RequestError} if a file is invalid, or another studio uses the folder
 */
export async function readHistory(folder: string, name: string): Promise<StoredHistory> {
  const { status, record } = splitState(await readRunState(folder));
  const owner = record.process;
  if (!ended.includes(status.state) && (await isHeld(folder, owner))) {
    const { id = null, host = null } = owner ?? {};
    throw new RequestError('refused', { code: 'runFolderHeld', folder, process: id, host });
  }
  const metrics: Metrics = { steps: [], epochs: [] };
  const stored = await readMetrics(folder);
  const place = { file: path.join(folder, 'metrics.jsonl'), line: null };
  for (const line of [...stored.steps, ...stored.epochs]) addMetric(line, metrics, place);
  return { status: { ...asEnded(status), run: name }, graph: await readGraph(folder), ...metrics };
}

const asEnded = (status: RunStatus): RunStatus =>
  ended.includes(status.state)
    ? status
    : { ...status, state: 'failed', message: { code: 'processEnded' }, secondsLeft: null };

/** Number of returned example questions, as for a run of this process. */
const mostExamples = 120;

/**
 * Stored predictions of a run, without the scenes of the videos.
 * @throws {RequestError} if a file is invalid
 */
export async function readStoredPredictions(folder: string): Promise<Predictions> {
  const [{ answers }, questions] = [await readInputs(folder), await readPredictions(folder)];
  const name = (answer: number): string => answers[answer] ?? '';
  const byScenario = <Value>(of: (scenario: Scenario) => Value) =>
    Object.fromEntries(scenarios.map((scenario) => [scenario, of(scenario)])) as Record<Scenario, Value>;
  const confusion = byScenario((scenario) => {
    const counts = answers.map(() => answers.map(() => 0));
    for (const { answer, predicted } of questions) {
      const row = counts[answer];
      const column = predicted[scenario];
      if (row?.[column] !== undefined) row[column] += 1;
    }
    return counts;
  });
  return {
    answers: [...answers],
    confusion,
    examples: questions.slice(0, mostExamples).map(({ video, type, text, answer, predicted }) => ({
      video,
      type: questionTypes[type].label,
      text,
      answer: name(answer),
      predicted: byScenario((scenario) => name(predicted[scenario])),
      scene: null,
    })),
  };
}
