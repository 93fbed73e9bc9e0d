import path from 'node:path';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { plannedEpochs, trainedStages } from '../../graph-nodes/nodes/trainer/stages';
import { trainerParametersOf } from '../../graph-nodes/nodes/trainer/trainer-of';
import { questionTypes, type Question } from '../../graph-nodes/datasets/dataset';
import type { BackendName } from '../contract/backends';
import { methods, type Method, type Parameters, type Result } from '../contract/methods';
import type { RunEstimate } from '../contract/estimate';
import type { EngineEvent } from '../contract/protocol';
import type { WaitingRun } from '../contract/queue';
import type { RunStatus, StartingRun } from '../contract/runs';
import type { StudyStatus } from '../contract/studies';
import { backendOf } from '../backends/backend';
import { findBackends, quickBackends } from '../backends/find-backends';
import { readHardware } from '../backends/hardware';
import { errorMessage, faultIn, RequestError } from '../contract/errors';
import { removeUnfinished } from '../files/unfinished';
import { Stage } from '../stage/stage-process';
import { Reports } from './reports';
import { Studies, type StudiesOptions } from '../studies/studies';
import { listRuns } from '../runs/list';
import { createRun } from '../runs/create-run';
import { openDataset, type OpenedDataset } from '../runs/open-dataset';
import { resumeRun } from '../runs/resume-run';
import type { Run } from '../runs/run';
import { RunEstimates } from '../runs/run-estimate';
import { WatchedStart, type Starting } from '../runs/starting';
import { readGraph } from '../runs/stored-run';
import { removeOldTrash } from '../runs/trash';
import { analyseForTraining } from '../model/build';
import { KnownRuns } from './known-runs';
import { RunQueue } from './run-queue';
import { Uploads } from './uploads';

/** Settings by which users distinguish trainings in the queue. */
const settingsOf = (document: GraphDocument): Pick<WaitingRun, 'title' | 'seed' | 'epochs' | 'stages'> => ({
  title: document.title,
  seed: trainerParametersOf(document).seed,
  epochs: plannedEpochs(document),
  stages: trainedStages(document).length,
});

type Handlers = {
  [M in Method]: (parameters: ReturnType<(typeof methods)[M]['parameters']['parse']>) => Promise<Result<M>>;
};

/**
 * The engine of every host: it implements the methods of the contract and sends events. At its start it removes
 * unfinished files of killed processes from the runs folder.
 */
export class Engine {
  private readonly runs = new KnownRuns<Run>();
  private readonly listeners = new Set<(event: EngineEvent) => void>();
  private readonly running = new Set<Promise<void>>();
  /** Pending work on a backend outside a run. */
  private busyWith: 'run' | 'curve' | undefined;
  private starting: WatchedStart | undefined;
  private lastSampled: { readonly key: string; readonly opened: OpenedDataset } | undefined;

  private readonly queue = new RunQueue(
    () => this.closing || this.busyWith !== undefined || this.runs.active !== undefined,
    (queue) => this.emit({ type: 'event', event: 'queue', queue }),
  );
  private closing = false;
  private readonly reports: Reports;
  private readonly uploads = new Uploads();
  private readonly estimates: RunEstimates;
  private readonly experiments: Studies;
  private readonly stage = new Stage();

  constructor(private readonly options: StudiesOptions) {
    this.reports = new Reports(options.runsFolder);
    this.estimates = new RunEstimates(options.runsFolder);
    const emit = (status: StudyStatus) => this.emit({ type: 'event', event: 'study', status });
    this.experiments = new Studies(options, emit, this.estimates);
    void removeUnfinished(options.runsFolder);
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Executes one request.
   * @param parameters before validation
   * @throws {RequestError}
   */
  async request<M extends Method>(method: M, parameters: unknown): Promise<Result<M>> {
    const parsed = methods[method].parameters.safeParse(parameters);
    if (!parsed.success) {
      throw new RequestError('refused', { code: 'invalidParameters', method, ...faultIn(parsed.error, parameters) });
    }
    try {
      return await (this.handlers[method] as (value: unknown) => Promise<Result<M>>)(parsed.data);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      throw new RequestError('failed', errorMessage(error));
    }
  }

  /** Removes deleted runs that exceed the maximum age of the trash. A run that cannot be removed stays. */
  async removeOldTrash(): Promise<void> {
    await removeOldTrash(this.options.runsFolder, Date.now()).catch(() => undefined);
  }

  /** Stops the current run with its evaluation and files, then resolves. */
  async close(): Promise<void> {
    this.closing = true;
    this.stage.close();
    for (const run of this.runs.list) run.stop();
    await Promise.all([...this.running, this.experiments.close()]);
  }

  /**
   * Saves the current run, to be resumed later, then resolves. This does not end the run: once the process has ended,
   * the run is interrupted. Runs of studies continue from their last checkpoint.
   */
  async interrupt(): Promise<void> {
    this.closing = true;
    this.stage.close();
    const active = this.runs.list.filter((run) => run.active);
    const saved = Promise.all(active.map((run) => run.interrupt()));
    await Promise.all([Promise.race([saved, Promise.all(this.running)]), this.experiments.close()]);
  }

  private readonly handlers: Handlers = {
    doctor: async () => ({
      backends: (await findBackends()).map(({ name, available, detail }) => ({ name, available, detail })),
    }),
    formats: async () => this.reports.formats(),
    train: ({ graph, backend }) =>
      this.start(graph.title, backend, (starting) => this.create(graph, backend, starting)),
    estimate: ({ graph, backend }) => this.estimate(graph, backend),
    resumeRun: async ({ run }) => this.start(run, undefined, (starting) => this.resume(run, starting)),
    cancelStart: async () => {
      this.starting?.cancel();
      return {};
    },
    enqueue: async (parameters) => ({
      id:
        'run' in parameters
          ? await this.enqueueResume(parameters.run)
          : this.enqueue(parameters.graph, parameters.backend),
    }),
    queue: async () => ({ waiting: this.queue.list }),
    dequeue: async ({ id }) => {
      this.queue.remove(id);
      return { waiting: this.queue.list };
    },
    moveInQueue: async ({ id, place }) => {
      this.queue.move(id, place);
      return { waiting: this.queue.list };
    },
    pauseRun: async ({ run }) => this.act(run, (found) => found.pause()),
    continueRun: async ({ run }) => this.act(run, (found) => found.continue()),
    stepRun: async ({ run, by }) => this.act(run, (found) => found.continueBy(by)),
    stop: async ({ run }) => this.act(run, (found) => found.stop()),
    runs: async () => ({
      runs: [...this.runs.statuses],
      stored: await listRuns(this.options.runsFolder),
    }),
    history: async ({ run }) => {
      const live = this.runs.get(run);
      if (!live) return this.reports.history(run);
      const { status, graph, steps, epochs, previews, sizes } = live;
      const shown = { ...(previews && { previews: [...previews] }), ...(sizes && { sizes }) };
      return { status, graph, steps: [...steps], epochs: [...epochs], ...shown };
    },
    predictions: async ({ run }) => {
      const live = this.runs.get(run);
      return live ? { predictions: live.predictions?.report() ?? null } : this.reports.predictions(run);
    },
    settings: (parameters) => this.reports.settings(parameters),
    deleteRun: ({ run }) => this.deleteRun(run),
    restoreRun: ({ trashed }) => this.reports.restoreRun(trashed),
    trash: () => this.reports.trash(),
    emptyTrash: () => this.reports.emptyTrash(),
    hardware: async () => readHardware(this.runs.statuses[0]?.backend ?? null),
    sample: ({ graph, node, index }) => this.sample(graph, node, index),
    table: (parameters) => this.reports.table(parameters),
    curves: (parameters) =>
      parameters.over === 'step'
        ? this.reports.curves(parameters)
        : this.whileNoRunIsActive('curve', () => this.reports.curves(parameters)),
    compare: (parameters) => this.reports.compare(parameters),
    stage: ({ run }) => this.stage.facts(this.reports.folderOf(run), run),
    askStage: (question) => this.stage.ask(this.reports.folderOf(question.run), question),
    export: (parameters) => this.reports.export(parameters),
    beginUpload: async ({ name, bytes }) => ({ upload: this.uploads.begin(name, bytes) }),
    sendPart: async ({ upload, base64 }) => ({ received: this.uploads.add(upload, Buffer.from(base64, 'base64')) }),
    cancelUpload: async ({ upload }) => {
      this.uploads.cancel(upload);
      return {};
    },
    importRun: async ({ upload }) => this.reports.importRun(this.uploads.take(upload)),
    setRemarks: ({ run, remarks }) => this.reports.setRemarks(run, remarks),
    planStudy: ({ study, workers, probe }) => this.experiments.plan(study, workers, probe),
    startStudy: ({ study, workers, retryFailed }) => this.experiments.start(study, workers, retryFailed),
    stopStudy: ({ study }) => this.experiments.stop(study),
    studies: async () => ({ studies: await this.experiments.list() }),
    study: ({ study }) => this.experiments.find(study),
  };

  private estimate(graph: Parameters<'estimate'>['graph'], backend: string): Promise<RunEstimate> {
    const document = methods.estimate.parameters.shape.graph.parse(graph);
    return this.estimates.estimate(document, backend === 'auto' ? backend : backendOf(backend).name);
  }

  private create(graph: Parameters<'train'>['graph'], backend: string, starting: Starting): Promise<Run> {
    if (backend !== 'auto') backendOf(backend);
    const document = methods.train.parameters.shape.graph.parse(graph);
    return createRun(document, backend, this.options.runsFolder, (event) => this.emit(event), { starting });
  }

  private resume(id: string, starting: Starting): Promise<Run> {
    return resumeRun(this.folderOf(id), (event) => this.emit(event), undefined, starting);
  }

  /** @throws {RequestError} if the id is not a folder name */
  private folderOf(id: string): string {
    if (path.basename(id) !== id || id === '..') throw new RequestError('refused', { code: 'noRunName', run: id });
    return path.join(this.options.runsFolder, id);
  }

  /** @throws {RequestError} if the graph has an error or there is no such backend */
  private enqueue(graph: Parameters<'train'>['graph'], backend: string): number {
    if (backend !== 'auto') backendOf(backend);
    const document = methods.train.parameters.shape.graph.parse(graph);
    analyseForTraining(document);
    return this.queue.add({
      ...settingsOf(document),
      backend,
      start: () => this.start(document.title, backend, (starting) => this.create(graph, backend, starting)),
    });
  }

  /** @throws {RequestError} if there is no such run */
  private async enqueueResume(run: string): Promise<number> {
    const settings = settingsOf(await readGraph(this.folderOf(run)));
    const start = () => this.start(settings.title, undefined, (starting) => this.resume(run, starting));
    return this.queue.add({ ...settings, run, start });
  }

  /**
   * Creates a run and starts it.
   * @param backend `auto` to find the backends of this machine first
   * @throws {RequestError} if another one is active
   */
  private start(
    title: string,
    backend: BackendName | undefined,
    make: (starting: Starting) => Promise<Run>,
  ): Promise<{ run: string }> {
    const announce = (run: StartingRun | null) => this.emit({ type: 'event', event: 'starting', run });
    const starting = new WatchedStart((phase) => announce({ title, phase }));
    return this.whileNoRunIsActive('run', async () => {
      this.starting = starting;
      let run: Run;
      try {
        if (backend === 'auto') {
          await starting.enter('backends');
          await quickBackends();
        }
        run = await make(starting);
      } finally {
        this.starting = undefined;
        announce(null);
      }
      this.runs.add(run);
      const done = run.run().finally(() => {
        this.running.delete(done);
        void this.queue.advance();
      });
      this.running.add(done);
      return { run: run.id };
    });
  }

  /**
   * Runs work that starts a backend, which is forbidden during a run.
   * @throws {RequestError} if a run is active
   */
  private async whileNoRunIsActive<Value>(kind: 'run' | 'curve', work: () => Promise<Value>): Promise<Value> {
    const { active } = this.runs;
    if (this.busyWith === 'curve') throw new RequestError('refused', { code: 'curveMeasured' });
    if (active || this.busyWith) {
      throw new RequestError('refused', { code: 'runActive', title: active?.status.title ?? null });
    }
    this.busyWith = kind;
    try {
      return await work();
    } finally {
      this.busyWith = undefined;
      void this.queue.advance();
    }
  }

  private async sample(graph: Parameters<'sample'>['graph'], node: string, index: number): Promise<Result<'sample'>> {
    const document = methods.sample.parameters.shape.graph.parse(graph);
    const key = JSON.stringify([document.nodes.find(({ id }) => id === node)]);
    const opened = this.lastSampled?.key === key ? this.lastSampled.opened : await openDataset(document, node);
    this.lastSampled = { key, opened };
    const { questions, answers, describe } = opened.dataset;
    const all: readonly Question[] = [...questions.train, ...questions.validation, ...questions.test];
    const question = all[index];
    if (!question) throw new RequestError('refused', { code: 'noQuestion', index, count: all.length }, node);
    return {
      count: all.length,
      video: question.video,
      type: questionTypes[question.type].label,
      text: question.text,
      answer: answers[question.answer] ?? '',
      scene: describe?.call(opened.dataset, question.video) ?? null,
    };
  }

  /** @throws {RequestError} if the run is active here or in another studio */
  private async deleteRun(id: string): Promise<Result<'deleteRun'>> {
    const live = this.runs.get(id);
    if (live?.active) throw new RequestError('refused', { code: 'runActive', title: live.status.title });
    const deleted = await this.reports.deleteRun(id);
    this.runs.delete(id);
    return deleted;
  }

  /** @throws {RequestError} if this engine has had no such run */
  private act(id: string, action: (run: Run) => void): RunStatus {
    const run = this.runs.get(id);
    if (run) action(run);
    const status = this.runs.statusOf(id);
    if (!status) throw new RequestError('refused', { code: 'noRun', run: id });
    return status;
  }

  private emit(event: EngineEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
