import { client } from '../../session/session';

/** A run with final weights, in any folder. */
export interface FinishedRun {
  /** Path of its folder, in the form that the engine reads. */
  readonly folder: string;
  readonly title: string;
  readonly seed: number;
  /** Title of its study. */
  readonly study?: string;
  /** End time, in milliseconds since 1970; absent for runs of studies. */
  readonly changed?: number;
  /** Accuracy on held-out questions in the complete scenario, in percent. */
  readonly accuracy: number | null;
}

/** Runs with final weights, the newest first, then those of studies. */
export async function finishedRuns(): Promise<FinishedRun[]> {
  const [{ stored = [] }, { studies }] = await Promise.all([client.request('runs', {}), client.request('studies', {})]);
  const loose = stored.flatMap(({ title, folder, changed, result }): FinishedRun[] => {
    if (!result) return [];
    const { seed, accuracy } = result;
    return [{ folder, title, seed, accuracy: accuracy.complete.overall, ...(changed !== undefined && { changed }) }];
  });
  loose.sort((a, b) => (b.changed ?? 0) - (a.changed ?? 0));
  // A study that cannot be read has no runs to choose.
  const ofStudies = await Promise.all(
    studies.map(({ study, title }) =>
      client.request('study', { study }).then(
        ({ runs }) =>
          runs.flatMap(({ name, seed, folder, result }): FinishedRun[] =>
            folder === undefined || !result
              ? []
              : [{ folder, title: name, seed, study: title, accuracy: result.accuracy.complete.overall }],
          ),
        () => [],
      ),
    ),
  );
  return [...loose, ...ofStudies.flat()];
}
