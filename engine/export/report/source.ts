import { RequestError } from '../../contract/errors';
import { stillRising } from '../../contract/runs';
import { withOtherSeeds } from '../../results/results';
import { readEpochs } from '../../runs/stored-metrics';
import type { StoredRun } from '../../runs/stored-run';
import type { ReportSource } from './facts';

/**
 * Collects the data of a report: the run's result, and the results of the same graph with other seeds.
 * @throws {RequestError} if the run has no result
 */
export async function reportSource(run: StoredRun): Promise<ReportSource> {
  const { result } = run.status;
  if (!result) throw new RequestError('refused', { code: 'noResultToReport', run: run.folder });
  const measured = { folder: run.folder, document: run.document, result };
  const rising = stillRising(result, await readEpochs(run.folder));
  const seeds = result.stopped ? [measured] : await withOtherSeeds(measured);
  return { run, result, seeds, ...(rising && { rising }) };
}
