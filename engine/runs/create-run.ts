import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { BackendName } from '../contract/backends';
import type { EngineEvent } from '../contract/protocol';
import { loadInitialWeights, prepareRun } from './prepared-run';
import { Run } from './run';
import { RunFolder } from './run-folder';

/**
 * Prepares a new run and makes its folder. Nothing is written before the preparation has succeeded.
 * @param name of the run's folder; without one it is made from title and seed
 * @throws {RequestError}
 */
export async function createRun(
  document: GraphDocument,
  backend: BackendName | 'auto',
  runsFolder: string,
  emit: (event: EngineEvent) => void,
  name?: string,
): Promise<Run> {
  const prepared = await prepareRun(document, backend);
  try {
    const startedFrom = await loadInitialWeights(prepared);
    const folder = await RunFolder.create(runsFolder, document, prepared.parameters.seed, name);
    const run = new Run(folder, prepared, startedFrom, emit);
    try {
      const { vocabulary, answers } = prepared.opened.dataset;
      await folder.writeJson('vocabulary.json', { vocabulary, answers });
      await run.writeState();
      return run;
    } catch (error) {
      await folder.close();
      throw error;
    }
  } catch (error) {
    await prepared.created.learner.dispose();
    throw error;
  }
}
