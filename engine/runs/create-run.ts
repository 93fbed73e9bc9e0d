import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { BackendName } from '../contract/backends';
import type { EngineEvent } from '../contract/protocol';
import { loadInitialWeights, prepareRun } from './prepared-run';
import { Run } from './run';
import { RunFolder } from './run-folder';
import { unwatched, type Starting } from './starting';

/** Settings of a new run beside its graph. */
export interface RunOptions {
  /** Name of the run's folder; absent: derived from title and seed. */
  readonly name?: string | undefined;
  /** Folder of the run whose final weights it starts from, instead of the Trainer's `startFrom`. */
  readonly base?: string | undefined;
  /** Observes the start, and can cancel it. */
  readonly starting?: Starting | undefined;
}

/**
 * Prepares a new run and creates its folder. Nothing is written before the preparation has succeeded.
 * @throws {RequestError}
 */
export async function createRun(
  document: GraphDocument,
  backend: BackendName | 'auto',
  runsFolder: string,
  emit: (event: EngineEvent) => void,
  { name, base, starting = unwatched }: RunOptions = {},
): Promise<Run> {
  const prepared = await prepareRun(document, backend, starting);
  try {
    await starting.check();
    const startedFrom = await loadInitialWeights(prepared, base);
    const folder = await RunFolder.create(runsFolder, document, prepared.parameters.seed, name);
    const run = new Run(folder, prepared, startedFrom, emit);
    try {
      const { vocabulary, answers } = prepared.opened.dataset;
      await folder.writeJson('vocabulary.json', { vocabulary, answers });
      await run.writeState();
      return run;
    } catch (error) {
      await folder.discard();
      throw error;
    }
  } catch (error) {
    await prepared.created.learner.dispose();
    throw error;
  }
}
