import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import limit from 'p-limit';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import type { BackendName } from '../contract/backends';
import { RequestError } from '../contract/errors';
import type { RunEstimate } from '../contract/estimate';
import type { RunResult } from '../contract/runs';
import { threadsOf } from '../backends/backend';
import { median } from '../backends/median';
import { runtimeSettings } from '../backends/onnx-runtime';
import { isUnfinished } from '../files/unfinished';
import { planTraining } from '../model/plan';
import { thisProcess } from './lock';
import { openDataset } from './open-dataset';
import { datasetKey, repeatedSeconds, scaledSeconds, stepKey, type TimedRun } from './run-duration';
import { isReservedName } from './run-folder';
import { runFileFormat } from './run-file';
import { readRunState } from './run-state';
import { readGraph } from './stored-run';

/** Maximum number of runs behind an estimate. */
const mostRuns = 5;
/** Maximum ratio between the memory of two comparable graphs. */
const mostFactor = 4;
/** Number of folders that are read concurrently. */
const readAtOnce = 16;

/** An ended run that this machine trained. */
interface StoredTime extends TimedRun {
  readonly backend: BackendName;
  readonly threads: number | undefined;
  readonly operations: number | undefined;
  /** Time of the last change of its state, in milliseconds since 1970. */
  readonly changed: number;
  readonly key: string;
  readonly dataset: string;
  readonly memoryMiB: number;
}

/** The estimate of a run, with the threads of the timed runs. */
export interface EstimateAlone {
  readonly estimate: RunEstimate;
  /** Cores that the timed runs kept busy; see {@link threadsOf}. */
  readonly threads: number;
}

const none: EstimateAlone = { estimate: { basis: 'none' }, threads: 1 };

/** A graph with an error, or whose data cannot be read, is refused when it is trained; it has no estimate. */
function noneIfRefused(error: unknown): EstimateAlone {
  if (error instanceof RequestError) return none;
  throw error;
}

/**
 * Estimates the duration of runs from those in a runs folder that this machine trained. Runs of studies are excluded,
 * because several of them train at a time.
 */
export class RunEstimates {
  /** Runs read so far, by the name of their folder. */
  private readonly known = new Map<string, { readonly changed: number; readonly run: StoredTime | undefined }>();
  private counted: { readonly dataset: string; readonly questions: RunResult['questions'] } | undefined;

  constructor(private readonly runsFolder: string) {}

  /** @param backend `auto`: the backend of the newest matching run */
  async estimate(document: GraphDocument, backend: BackendName | 'auto'): Promise<RunEstimate> {
    const [found = none] = await this.estimateAll([document], backend);
    return found.estimate;
  }

  /** {@link estimate} for several graphs, in their order. The runs folder is read once. */
  async estimateAll(documents: readonly GraphDocument[], backend: BackendName | 'auto'): Promise<EstimateAlone[]> {
    const { threads } = runtimeSettings;
    const runs = (await this.timedRuns()).filter(
      (run) => run.threads === threads && (backend === 'auto' || run.backend === backend),
    );
    const found: EstimateAlone[] = [];
    // Sequential, so that graphs of one dataset read its questions once.
    for (const document of documents) found.push(await this.derive(document, runs).catch(noneIfRefused));
    return found;
  }

  private async derive(document: GraphDocument, runs: readonly StoredTime[]): Promise<EstimateAlone> {
    const { memoryMiB } = planTraining(document);
    const key = stepKey(document);
    const same = runs.filter((run) => run.key === key);
    const distance = (run: StoredTime) => Math.abs(Math.log(run.memoryMiB / memoryMiB));
    const others = runs.filter((run) => distance(run) <= Math.log(mostFactor));
    const [basis, found, secondsLike] =
      same.length > 0
        ? (['sameGraph', same, repeatedSeconds] as const)
        : (['otherGraphs', others, scaledSeconds] as const);
    const [newest] = found;
    if (!newest) return none;
    const ofBackend = found.filter((run) => run.backend === newest.backend);
    const chosen = basis === 'sameGraph' ? ofBackend : ofBackend.sort((a, b) => distance(a) - distance(b));
    const questions = await this.questionsOf(document, runs);
    const estimates = chosen.slice(0, mostRuns).flatMap((run) => secondsLike(run, document, questions) ?? []);
    const seconds = median(estimates);
    if (seconds === null) return none;
    const { backend, operations, threads } = chosen[0] ?? newest;
    return {
      estimate: { basis, seconds, runs: estimates.length, backend },
      threads: threadsOf(backend, operations, threads),
    };
  }

  /** Numbers of questions of a graph's dataset, from a run of the same dataset or from the dataset itself. */
  private async questionsOf(document: GraphDocument, runs: readonly StoredTime[]): Promise<RunResult['questions']> {
    const dataset = datasetKey(document);
    const stored = runs.find((run) => run.dataset === dataset);
    if (stored) return stored.result.questions;
    if (this.counted?.dataset !== dataset) {
      const { train, validation, test } = (await openDataset(document)).dataset.questions;
      const questions = { train: train.length, validation: validation.length, test: test.length };
      this.counted = { dataset, questions };
    }
    return this.counted.questions;
  }

  /** Runs that this machine has trained, newest first. */
  private async timedRuns(): Promise<StoredTime[]> {
    const entries = await readdir(this.runsFolder, { withFileTypes: true }).catch(() => []);
    const names = entries
      .filter((entry) => entry.isDirectory() && !isReservedName(entry.name) && !isUnfinished(entry.name))
      .map(({ name }) => name);
    for (const name of this.known.keys()) if (!names.includes(name)) this.known.delete(name);
    const slots = limit(readAtOnce);
    const runs = await Promise.all(names.map((name) => slots(() => this.timeOf(name))));
    return runs.flatMap((run) => run ?? []).sort((a, b) => b.changed - a.changed);
  }

  private async timeOf(name: string): Promise<StoredTime | undefined> {
    const folder = path.join(this.runsFolder, name);
    const changed = (await stat(path.join(folder, runFileFormat.name)).catch(() => undefined))?.mtimeMs;
    if (changed === undefined) return undefined;
    const known = this.known.get(name);
    if (known?.changed === changed) return known.run;
    const run = await readTime(folder, changed);
    this.known.set(name, { changed, run });
    return run;
  }
}

/** Measured time of a run; undefined if it has not ended, another machine trained it, or a file is unreadable. */
async function readTime(folder: string, changed: number): Promise<StoredTime | undefined> {
  try {
    const { process, threads, operations, result, seconds } = await readRunState(folder);
    if (!result || result.steps === 0 || process?.host !== thisProcess.host) return undefined;
    const document = await readGraph(folder);
    const { memoryMiB } = planTraining(document);
    const [key, dataset] = [stepKey(document), datasetKey(document)];
    const about = { backend: result.backend, threads, operations, changed };
    return { document, result, seconds, ...about, key, dataset, memoryMiB };
  } catch (error) {
    if (error instanceof RequestError) return undefined;
    throw error;
  }
}
