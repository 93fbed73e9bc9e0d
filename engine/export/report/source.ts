import { RequestError } from '../../contract/errors';
import { withOtherSeeds } from '../../results/results';
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
  return { run, result, seeds: result.stopped ? [measured] : await withOtherSeeds(measured) };
}
