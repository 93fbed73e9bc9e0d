import path from 'node:path';
import { RequestError } from '../contract/errors';
import { verbatim, type EngineMessage } from '../contract/messages';
import { conditionNames, type ConditionName } from '../contract/words/results';
import { digest } from '../files/digest';
import { readGraph } from '../runs/stored-run';
import type { MeasuredRun } from './results';
import { methodOf, settingsKey } from './settings';

/** Conditions of a run beside its graph; null if an earlier version did not record them. */
export type RunConditions = Readonly<Record<ConditionName, EngineMessage | null>>;

/** Number of digits of a digest that are shown and compared. */
const digits = 12;

/** Reads the conditions of a run beside its graph. */
export async function readConditions({ folder, result, record }: MeasuredRun): Promise<RunConditions> {
  const { threads, origin } = record ?? {};
  const shortened = (text: string | undefined) => (text === undefined ? null : verbatim(text.slice(0, digits)));
  return {
    backend: verbatim(result.backend),
    threads: threads === undefined ? { code: 'defaultThreads' } : verbatim(String(threads)),
    build: origin ? verbatim(origin.builds.join(', ')) : null,
    questions: shortened(origin?.questions),
    files: shortened(origin?.files),
    weights: await initialWeights(folder, result.startedFrom?.file),
  };
}

/**
 * Initial weights of a run, the same for all seeds: title of the base run, and a digest of its settings without the
 * seed.
 */
async function initialWeights(folder: string, file: string | undefined): Promise<EngineMessage> {
  if (file === undefined) return { code: 'newWeights' };
  try {
    const document = await readGraph(path.resolve(folder, file, '../..'));
    const settings = digest(settingsKey(methodOf(document))).slice(0, digits);
    return { code: 'weightsOfRun', title: document.title, digest: settings };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return verbatim(file);
  }
}

/** Parts in which two runs differ. */
export const partsApart = (one: RunConditions, other: RunConditions): ConditionName[] =>
  conditionNames.filter((part) => JSON.stringify(one[part]) !== JSON.stringify(other[part]));
