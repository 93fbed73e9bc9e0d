import type { BackendName } from '../contract/backends';
import type { EngineMessage } from '../contract/messages';
import { median } from './median';
import type { ChoiceMemory } from './choice-memory';
import { findBackend } from './table';

/** Time limit of the search for the fastest backend, in seconds; no trial starts after it. */
const mostSeconds = 2;
/** Minimum ratio by which a backend must be faster than an earlier one, to limit the influence of noise. */
const clearlyAhead = 0.8;

/** A backend to try on a graph. */
export interface Trial {
  /** Computes one training step. */
  step(): Promise<void>;
  /** Multiplications and additions of a step, if they are known. */
  readonly operations?: number;
  end(): Promise<void>;
}

export interface Choice {
  readonly backend: BackendName;
  readonly why: EngineMessage;
}

/**
 * Finds the fastest backend of a machine for a graph. Each computes a few steps, in the given order, for two seconds in
 * total. The result is remembered.
 *
 * @param key names graph and machine
 * @param candidates the available backends, the one that is expected to be fastest first
 * @param start prepares a graph on a backend; undefined if it cannot be computed there
 */
export async function chooseBackend(
  key: string,
  candidates: readonly [BackendName, ...BackendName[]],
  memory: ChoiceMemory,
  start: (backend: BackendName) => Promise<Trial | undefined>,
  now: () => number = () => performance.now() / 1000,
): Promise<Choice> {
  if (candidates.length === 1) {
    return { backend: candidates[0], why: { code: 'onlyBackend', backend: candidates[0] } };
  }
  const known = await memory.recall(key);
  const seconds = known ?? (await tried(candidates, start, now));
  if (!known) await memory.remember(key, seconds);
  const measured = candidates.filter((name) => seconds[name] !== undefined);
  const of = (name: BackendName) => seconds[name] ?? Infinity;
  const backend = measured.reduce(
    (best, name) => (of(name) < clearlyAhead * of(best) ? name : best),
    measured[0] ?? candidates[0],
  );
  const times = candidates.map((name) => timeOf(name, seconds[name]));
  return { backend, why: { code: known ? 'fastestBackendBefore' : 'fastestBackend', times } };
}

const timeOf = (backend: BackendName, seconds: number | undefined): EngineMessage =>
  seconds === undefined
    ? { code: 'backendNotTried', backend }
    : { code: 'stepTime', backend, milliseconds: (seconds * 1000).toPrecision(3) };

/** Seconds per step by backend. */
async function tried(
  candidates: readonly BackendName[],
  start: (backend: BackendName) => Promise<Trial | undefined>,
  now: () => number,
): Promise<Partial<Record<BackendName, number>>> {
  const seconds: Partial<Record<BackendName, number>> = {};
  const begun = now();
  let operations = 0;
  for (const name of candidates) {
    const left = mostSeconds - (now() - begun);
    const expected = (2 * operations) / (findBackend(name)?.lowestRate ?? Infinity);
    if (left <= 0 || expected > left) continue;
    const trial = await start(name);
    if (!trial) continue;
    operations = trial.operations ?? operations;
    seconds[name] = await secondsOf(trial, () => mostSeconds - (now() - begun), now);
    await trial.end();
  }
  return seconds;
}

/** Median time of up to five steps after a warm-up step, within the time limit. */
async function secondsOf(trial: Trial, left: () => number, now: () => number): Promise<number> {
  const steps: number[] = [];
  await trial.step();
  do {
    const begun = now();
    await trial.step();
    steps.push(now() - begun);
  } while (steps.length < 5 && left() > 0);
  return median(steps) ?? Infinity;
}
