import type { EngineMessage } from '../contract/messages';
import { stillRising } from '../contract/runs';
import { readEpochs } from '../runs/stored-metrics';
import type { Method } from './results';

/**
 * Note that names the rows with runs that more epochs may improve.
 * @throws {RequestError} if the metrics of a run cannot be read
 */
export async function risingNote(methods: readonly Method[]): Promise<EngineMessage[]> {
  const rows: { row: EngineMessage; rising: number; runs: number }[] = [];
  for (const { name, runs } of methods) {
    let rising = 0;
    for (const { folder, result } of runs) if (stillRising(result, await readEpochs(folder))) rising += 1;
    if (rising > 0) rows.push({ row: name, rising, runs: runs.length });
  }
  return rows.length === 0 ? [] : [{ code: 'rowsStillRising', rows }];
}
