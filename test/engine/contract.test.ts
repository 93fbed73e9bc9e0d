import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { planRuns, type PlannedRun } from '../../graph-nodes/study/plan';
import { inEnglish, verbatim } from '../../engine/contract/messages';
import { protocolVersion, type EngineEvent, type Port } from '../../engine/contract/protocol';
import type { RunResult, RunStatus } from '../../engine/contract/runs';
import { Engine } from '../../engine/service/engine';
import { EngineChild } from '../../engine/hosts/engine-child';
import { builtEditor } from '../../engine/platform/package-root';
import { servePages, type PageServer } from '../../engine/hosts/page-server';
import { serveEngine } from '../../engine/hosts/serve-engine';
import { enter } from '../fixtures/entrance';
import { connectClient, wire, type TestClient } from '../fixtures/client';
import { tinyPipeline } from '../fixtures/graphs';
import { endlessStudy, tinyStudy } from '../fixtures/studies';

/** A connection to an engine over any transport. */
interface Host {
  start(runs: string): Promise<void>;
  open(): Promise<Port>;
  close(): Promise<void>;
}

async function openSocket({ origin, entrance }: PageServer): Promise<Port> {
  const socket = new WebSocket(`${origin.replace('http:', 'ws:')}/engine`, {
    headers: { cookie: await enter(entrance()) },
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () =>
      resolve({
        send: (message) => socket.send(JSON.stringify(message)),
        onMessage: (listener) => void socket.on('message', (data: Buffer) => listener(JSON.parse(data.toString()))),
        onClose: (listener) => void socket.on('close', listener),
      }),
    );
  });
}

const inMemory = (): Host => {
  let engine: Engine;
  return {
    async start(runs) {
      engine = new Engine({ runsFolder: runs });
    },
    async open() {
      const [near, far] = wire();
      serveEngine(engine, far);
      return near;
    },
    close: () => engine.close(),
  };
};

const childProcess = (): Host => {
  let engine: EngineChild;
  return {
    async start(runs) {
      engine = new EngineChild(runs);
    },
    async open() {
      const [near, far] = wire();
      engine.connect(far);
      return near;
    },
    close: () => engine.close(),
  };
};

const localPage = (): Host => {
  let engine: EngineChild;
  let server: PageServer;
  return {
    async start(runs) {
      engine = new EngineChild(runs);
      server = await servePages({ folder: builtEditor, ports: [0], onConnect: (port) => engine.connect(port) });
    },
    open: () => openSocket(server),
    async close() {
      await engine.close();
      await server.close();
    },
  };
};

const tiny = (trainer = {}) =>
  tinyPipeline({
    dataset: { scenes: 12, visualWidth: 8, seconds: 3 },
    trainer: { epochs: 2, batchSize: 18, ...trainer },
  });
/** A run that continues until it is stopped. */
const endless = () => tiny({ epochs: 10_000 });

/** Behaviour that is the same on every host. */
const results: Record<string, Pick<RunResult, 'losses' | 'accuracy'>> = {};

describe.each(
  Object.entries({ 'in memory': inMemory, 'in a child process': childProcess, 'through a page': localPage }),
)('the engine %s', (name, makeHost) => {
  const host = makeHost();
  // A page connects to the same child process, so this host is tested only with a training.
  const whole = name !== 'in a child process';
  let runs: string;
  let one: TestClient;

  beforeAll(async () => {
    runs = await mkdtemp(path.join(os.tmpdir(), 'studio-runs-'));
    await host.start(runs);
    one = await connectClient(() => host.open());
  });
  afterAll(async () => {
    await host.close();
    await rm(runs, { recursive: true });
  });

  it('lists the backends', async () => {
    const { backends } = await one.client.request('doctor', {});
    expect(backends.find(({ name: backend }) => backend === 'wasm')?.available).toBe(true);
  });

  it('trains to the end, reports every epoch, and writes a run folder', async () => {
    const { run } = await one.client.request('train', { graph: tiny(), backend: 'wasm' });
    const status = await one.ended(run);
    expect(status).toMatchObject({ state: 'finished', epoch: 2, epochs: 2, backend: 'wasm' });
    const epochs = one.events.filter((event) => event.event === 'epoch' && event.run === run);
    expect(epochs).toHaveLength(2);
    expect(one.events.some((event) => event.event === 'step' && event.run === run)).toBe(true);
    const file = async (part: string) => readFile(path.join(runs, run, part), 'utf8');
    expect(JSON.parse(await file('graph.json'))).toMatchObject({ title: 'Tiny pipeline' });
    expect((await file('metrics.jsonl')).trim().split('\n').length).toBeGreaterThanOrEqual(3);
    if (!status.result) throw new Error('no result');
    const { predictions } = await one.client.request('predictions', { run });
    const { complete = [] } = predictions?.confusion ?? {};
    const right = complete.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
    expect(complete.flat().reduce((sum, count) => sum + count, 0)).toBe(status.result.questions.test);
    expect((100 * right) / status.result.questions.test).toBeCloseTo(status.result.accuracy.complete.overall ?? NaN, 9);
    expect(predictions?.examples[0]?.answer).toBeTruthy();
    expect((await one.client.request('hardware', {})).processBytes).toBeGreaterThan(2 ** 20);
    results[name] = { losses: status.result.losses, accuracy: status.result.accuracy };
    expect(results[name]).toEqual(Object.values(results)[0]);
  });

  it.runIf(whole)('answers questions on the stage of a trained run, under failures', async () => {
    const [{ run }] = (await one.client.request('runs', {})).runs as [RunStatus];
    const facts = await one.client.request('stage', { run });
    expect(facts).toMatchObject({ run, orchestra: true, seconds: 3, checkpoints: [{ name: 'final', epoch: 2 }] });
    expect(facts.usage.map(({ node, name, epochs }) => [node, name, epochs])).toEqual([
      ['rmm', 'audio weights', [1, 2]],
      ['rmm', 'visual weights', [1, 2]],
    ]);
    const [{ video, text, answer }] = facts.questions as [(typeof facts.questions)[number]];
    const question = { run, about: { video }, question: text, visual: null };
    const audio = { kind: 'missing' as const, seconds: [true, true, false] };
    const { truth, variants, recalled } = await one.client.request('askStage', { ...question, audio });
    expect(truth).toBe(answer);
    expect(variants.map(({ variant }) => variant)).toEqual(facts.variants);
    expect(recalled[0]?.seconds.map((second) => second.length > 0)).toEqual([true, true, false]);
    const refused = one.client.request('askStage', { ...question, audio, question: 'Can any kazoo be heard?' });
    await expect(refused).rejects.toMatchObject({ reason: { code: 'stageUnknownWords', words: ['kazoo'] } });
  });

  it.runIf(whole)('makes tables and comparisons of trained runs, and exports that it imports again', async () => {
    const { runs: known } = await one.client.request('runs', {});
    const [run = ''] = known.map((status) => status.run);
    const { table, file } = await one.client.request('table', {
      sources: [run],
      columns: 'overall',
      scenarios: ['complete', 'audioMissing'],
      format: 'csv',
    });
    expect(table.blocks[0]?.rows[0]).toMatchObject({ name: verbatim('Tiny pipeline'), runs: [run] });
    const csv = Buffer.from(file?.base64 ?? '', 'base64').toString();
    const overall = known[0]?.result?.accuracy.audioMissing.overall;
    expect(csv.split('\r\n')[1]).toMatch(new RegExp(`^Tiny pipeline,1,.*,${overall},(,|$)`));

    const drawn = await one.client.request('curves', { runs: [run], points: 2 });
    const { steps } = await one.client.request('history', { run });
    const half = steps.slice(0, Math.ceil(steps.length / 2)).map(({ losses }) => losses.total);
    expect(drawn).toMatchObject({
      methods: [{ name: verbatim('Tiny pipeline'), runs: [{ run, seed: 1 }] }],
      notes: [],
    });
    const [{ runs: [curve] = [], mean = [] } = {}] = drawn.methods;
    expect(curve?.points).toHaveLength(2);
    expect(mean.map((point) => point.mean)).toEqual(curve?.points.map(({ value }) => value));
    expect(curve?.points[0]?.value).toBeCloseTo(half.reduce((sum, total) => sum + total, 0) / half.length, 9);

    const measured = await one.client.request('curves', { runs: [run], over: 'missingRate', quantity: 'audioMissing' });
    const points = measured.methods[0]?.runs[0]?.points ?? [];
    const { complete, audioMissing } = known[0]?.result?.accuracy ?? {};
    expect(points).toHaveLength(11);
    expect([points[0], points[10]]).toEqual([
      { step: 0, value: complete?.overall },
      { step: 1, value: audioMissing?.overall },
    ]);
    const noisy = await one.client.request('curves', { runs: [run], over: 'noise', quantity: 'bothNoisy' });
    expect(noisy.methods[0]?.mean).toHaveLength(11);
    await expect(one.client.request('curves', { runs: [run], over: 'noise', quantity: 'qa' })).rejects.toThrow(
      'has no curve over',
    );

    const comparison = await one.client.request('compare', { a: run, b: run });
    expect(comparison.settings).toEqual([]);
    expect(comparison.accuracies.every(({ test }) => test.difference === 0 && test.p === 1)).toBe(true);

    const { files } = await one.client.request('export', { run, format: 'zip' });
    const [zip = { name: '', base64: '' }] = files;
    const upload = async ({ name, base64 }: { name: string; base64: string }): Promise<{ upload: number }> => {
      const bytes = Buffer.from(base64, 'base64');
      const begun = await one.client.request('beginUpload', { name, bytes: bytes.length });
      for (const part of [bytes.subarray(0, 1000), bytes.subarray(1000)]) {
        await one.client.request('sendPart', { ...begun, base64: part.toString('base64') });
      }
      return begun;
    };
    const { run: copy } = await one.client.request('importRun', await upload(zip));
    expect(copy).toBe(`${run}-2`);
    expect(JSON.parse(await readFile(path.join(runs, copy, 'run.json'), 'utf8'))).toMatchObject({ run: copy });
    const remarks = { title: 'Baseline', tags: ['baseline', 'to repeat'], notes: 'Learns, then stalls.' };
    expect(await one.client.request('setRemarks', { run: copy, remarks })).toEqual(remarks);
    const again = await one.client.request('export', { run: copy, format: 'zip' });
    const [tagged = { name: '', base64: '' }] = again.files;
    const { run: third } = await one.client.request('importRun', await upload(tagged));
    const { stored = [] } = await one.client.request('runs', {});
    const remarksOf = (name: string) => stored.find((other) => other.run === name)?.remarks;
    expect([run, copy, third].map(remarksOf)).toEqual([{ title: '', tags: [], notes: '' }, remarks, remarks]);
    await rm(path.join(runs, third), { recursive: true });
    const { files: tfjs, outputs } = await one.client.request('export', { run, format: 'tfjs', batch: 2 });
    expect(tfjs.map(({ name: part }) => part)).toContain('model.json');
    expect(outputs?.[1]).toEqual({ name: 'logits_audioMissing', type: 'float32', shape: [2, 42] });

    for (const outside of ['..', `../${path.basename(runs)}-other`, '/etc', '']) {
      await expect(one.client.request('table', { sources: [outside] })).rejects.toMatchObject({ code: 'refused' });
      await expect(one.client.request('export', { run: outside, format: 'zip' })).rejects.toMatchObject({
        code: 'refused',
      });
      await expect(one.client.request('setRemarks', { run: outside, remarks })).rejects.toMatchObject({
        code: 'refused',
      });
    }
    const { settings } = await one.client.request('settings', { runs: [run, copy, 'nowhere'] });
    expect(settings).toEqual([]);
    const { trashed } = await one.client.request('deleteRun', { run: copy });
    const names = async () => (await one.client.request('runs', {})).stored?.map((other) => other.run);
    expect(await names()).not.toContain(copy);
    expect(await one.client.request('trash', {})).toMatchObject({ runs: [{ trashed, run: copy, title: 'Baseline' }] });
    await expect(one.client.request('export', { run: `.trash/${trashed}/${copy}`, format: 'zip' })).rejects.toThrow(
      'is not the name of a run',
    );
    expect(await one.client.request('restoreRun', { trashed })).toEqual({ run: copy });
    expect(await names()).toContain(copy);
    const { predictions } = await one.client.request('predictions', { run: copy });
    const told = (await one.client.request('predictions', { run })).predictions;
    expect(predictions).toEqual({ ...told, examples: told?.examples.map((example) => ({ ...example, scene: null })) });
    await one.client.request('deleteRun', { run: copy });
    expect(await one.client.request('emptyTrash', {})).toEqual({ removed: 1 });
    expect(await one.client.request('trash', {})).toMatchObject({ runs: [] });
  });

  it('pauses, resumes and stops, with its result', async () => {
    const { run } = await one.client.request('train', { graph: endless(), backend: 'wasm' });
    await one.heard((event) => event.event === 'step' && event.run === run);
    expect(await one.client.request('pauseRun', { run })).toMatchObject({ state: 'paused' });
    const { status: first } = await one.client.request('history', { run });
    const { status: second } = await one.client.request('history', { run });
    // At most the current step.
    expect(second.step - first.step).toBeLessThanOrEqual(1);
    expect(second.state).toBe('paused');
    await expect(one.client.request('deleteRun', { run })).rejects.toThrow('is already training');
    await one.client.request('continueRun', { run });
    await one.heard((event) => event.event === 'status' && event.status.run === run && event.status.step > second.step);
    await one.client.request('stop', { run });
    const status = await one.ended(run);
    expect(status.state).toBe('stopped');
    expect(status.result).toMatchObject({ stopped: true });
    expect(status.result?.accuracy.complete.overall).not.toBeNull();
  });

  it.runIf(whole)('trains one run at a time, and names the active one', async () => {
    const { run } = await one.client.request('train', { graph: endless(), backend: 'wasm' });
    await expect(one.client.request('train', { graph: tiny() })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('“Tiny pipeline”'),
    });
    await one.client.request('stop', { run });
    await one.ended(run);
  });

  it.runIf(whole)(
    'starts trainings one after the other, in the order of the queue, and resumes a run in it',
    async () => {
      const titled = (title: string, trainer = {}) => ({ ...tiny({ epochs: 1, ...trainer }), title });
      const waiting = async () => (await one.client.request('queue', {})).waiting;
      const { run } = await one.client.request('train', { graph: endless(), backend: 'wasm' });
      await one.heard((event) => event.event === 'step' && event.run === run);
      await one.client.request('stop', { run });
      const stopped = await one.ended(run);
      const { run: other } = await one.client.request('train', { graph: titled('Before', { epochs: 10_000 }) });
      const ids: number[] = [];
      for (const [title, seed] of [
        ['One', 1],
        ['Two', 2],
        ['Three', 3],
      ] as const) {
        ids.push((await one.client.request('enqueue', { graph: titled(title, { seed }), backend: 'wasm' })).id);
      }
      const { id } = await one.client.request('enqueue', { run });
      expect(await waiting()).toMatchObject([
        { title: 'One', seed: 1, epochs: 1, stages: 1, backend: 'wasm' },
        { title: 'Two', seed: 2 },
        { title: 'Three', seed: 3 },
        { id, title: stopped.title, run, epochs: 10_000 },
      ]);
      await one.client.request('moveInQueue', { id: ids[2] ?? 0, place: 0 });
      await one.client.request('moveInQueue', { id, place: 1 });
      await one.client.request('dequeue', { id: ids[0] ?? 0 });
      // Another window, or this one after a reload, receives the same queue.
      const two = await connectClient(() => host.open());
      expect((await two.client.request('queue', {})).waiting.map(({ title }) => title)).toEqual([
        'Three',
        stopped.title,
        'Two',
      ]);
      const wrong = tinyPipeline({ audio: { width: 16 } });
      await expect(one.client.request('enqueue', { graph: wrong })).rejects.toMatchObject({
        code: 'refused',
        node: 'avr',
      });
      await expect(one.client.request('enqueue', { run: 'nobody' })).rejects.toMatchObject({ code: 'refused' });

      const started: string[] = [];
      one.client.onEvent((event) => {
        if (event.event === 'status' && !started.includes(event.status.title)) started.push(event.status.title);
      });
      await one.client.request('stop', { run: other });
      await one.ended(other);
      await one.heard(
        (event) => event.event === 'status' && event.status.run === run && event.status.step > stopped.step,
      );
      await one.client.request('stop', { run });
      await one.heard(
        (event) => event.event === 'status' && event.status.title === 'Two' && event.status.state === 'finished',
      );
      expect(started).toEqual(['Before', 'Three', stopped.title, 'Two']);
      expect(await waiting()).toEqual([]);
    },
  );

  it.runIf(whole)('sends the same events to a second window, which receives the earlier state', async () => {
    const two = await connectClient(() => host.open());
    const { runs: known } = await two.client.request('runs', {});
    expect(known).toHaveLength(7);
    const finished = known.at(-1);
    const history = await two.client.request('history', { run: finished?.run ?? '' });
    expect(history.epochs).toHaveLength(2);
    const { run } = await one.client.request('train', { graph: tiny({ epochs: 1 }), backend: 'wasm' });
    expect((await two.ended(run)).result).toEqual((await one.ended(run)).result);
  });

  it.runIf(whole)('reports the phases of a start, which can be cancelled before the run has a folder', async () => {
    const phases: (string | null)[] = [];
    const deaf = one.client.onEvent((event) => {
      if (event.event === 'starting') phases.push(event.run && `${event.run.title}: ${event.run.phase}`);
    });
    const { run } = await one.client.request('train', { graph: tiny({ epochs: 1 }), backend: 'wasm' });
    await one.ended(run);
    // A named backend needs no search.
    expect(phases).toEqual(['Tiny pipeline: data', 'Tiny pipeline: step', null]);
    const before = await readdir(runs);
    const cancels = one.client.onEvent((event) => {
      if (event.event === 'starting' && event.run?.phase === 'backends') void one.client.request('cancelStart', {});
    });
    const start = one.client.request('train', { graph: { ...tiny(), title: 'Cancelled' }, backend: 'auto' });
    await expect(start).rejects.toMatchObject({ reason: { code: 'startCancelled' } });
    expect(await readdir(runs)).toEqual(before);
    cancels();
    deaf();
  });

  it('refuses a graph with an error, naming the node, and continues', async () => {
    const wrong = tinyPipeline({ audio: { width: 16 } });
    await expect(one.client.request('train', { graph: wrong })).rejects.toMatchObject({ code: 'refused', node: 'avr' });
    await expect(one.client.request('stop', { run: 'nobody' })).rejects.toThrow('There is no run “nobody”.');
  });

  it('responds to an invalid message with an error to its id', async () => {
    const port = await host.open();
    const replies: unknown[] = [];
    const arrived = new Promise<void>((resolve) =>
      port.onMessage((message) => {
        replies.push(message);
        if (replies.length === 5) resolve();
      }),
    );
    port.send({ type: 'request', id: 40, method: 'runs', parameters: {} });
    port.send({ type: 'hello', protocol: protocolVersion });
    port.send({ type: 'request', id: 41, method: 'fly', parameters: {} });
    port.send('nonsense');
    port.send({ type: 'request', id: 42, method: 'stop', parameters: {} });
    await arrived;
    expect(replies).toMatchObject([
      { type: 'error', id: 40, error: { reason: { code: 'protocolMismatch', editor: null, engine: protocolVersion } } },
      { type: 'hello', protocol: protocolVersion },
      { type: 'error', id: 41, error: { code: 'refused', reason: { code: 'invalidRequest', place: 'method' } } },
      { type: 'error', id: null, error: { code: 'refused', reason: { code: 'invalidRequest' } } },
      { type: 'error', id: 42, error: { code: 'refused', reason: { code: 'invalidParameters', place: 'run' } } },
    ]);
  });

  it.runIf(whole)('plans, runs and stops studies, reports their progress, and finds them again', async () => {
    const study = tinyStudy({ title: 'A study', ablation: { nodes: ['avr'] }, seeds: [1] });
    const plan = await one.client.request('planStudy', { study, workers: 1 });
    expect(plan).toMatchObject({ done: 0, runs: [{ name: 'whole' }, { name: 'without AVR diffusion' }] });
    // The estimate is the sum of those that Train shows for its graphs, which are too small for a second thread.
    const single = async ({ graph }: PlannedRun) => {
      const estimate = await one.client.request('estimate', { graph, backend: study.backend });
      return estimate.basis === 'none' ? NaN : estimate.seconds;
    };
    const singles = await Promise.all(planRuns(study).map(single));
    const sum = singles.reduce((seconds, more) => seconds + more, 0);
    // Null and NaN: this machine has not timed the backend of the study.
    const expected = (seconds: number | null | undefined): void => {
      if (Number.isNaN(sum)) expect(seconds).toBeNull();
      else expect(seconds).toBeCloseTo(sum, 9);
    };
    expected(plan.secondsLeft);
    await expect(
      one.client.request('planStudy', { study: tinyStudy({ ablation: { nodes: ['head'] } }) }),
    ).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('Row “without AVST QA head”') });

    const about = (event: EngineEvent) =>
      event.event === 'study' && event.status.study === 'a-study' ? event.status : undefined;
    const started = await one.client.request('startStudy', { study, workers: 1 });
    expect(started).toMatchObject({ study: 'a-study', title: 'A study', state: 'running', runs: 2 });
    await expect(one.client.request('startStudy', { study })).rejects.toThrow('already running');
    await one.heard((event) => about(event)?.running === 1);
    await one.heard((event) => about(event)?.state === 'finished');
    const found = await one.client.request('study', { study: 'a-study' });
    // After the first run, the other one with equal epochs is expected to take as long as that one, and less during its progress.
    const told = one.events.flatMap((event) => about(event) ?? []);
    const took = JSON.parse(await readFile(path.join(found.runs[0]?.folder ?? '', 'study-run.json'), 'utf8')) as {
      seconds: number;
    };
    expected(told.find(({ done }) => done === 0)?.secondsLeft);
    const left = told.filter(({ done }) => done === 1).map(({ secondsLeft }) => secondsLeft ?? NaN);
    expect(left.length).toBeGreaterThan(0);
    expect(left[0]).toBeGreaterThan(0);
    expect(Math.max(...left)).toBeLessThanOrEqual(took.seconds);
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(found).toMatchObject({ status: { state: 'finished', done: 2, secondsLeft: 0 }, document: study });
    for (const run of found.runs) {
      expect(run).toMatchObject({
        state: 'done',
        share: 1,
        result: { seed: 1 },
        remarks: { title: '', tags: [], notes: '' },
      });
      expect(await readdir(run.folder ?? '')).toContain('metrics.jsonl');
    }
    const remarks = { title: '', tags: ['kept'], notes: '' };
    const own = `studies/a-study/runs/${path.basename(found.runs[1]?.folder ?? '')}`;
    await one.client.request('setRemarks', { run: own, remarks });
    const after = await one.client.request('study', { study: 'a-study' });
    expect(after.runs.map((run) => run.remarks?.tags)).toEqual([[], ['kept']]);

    const endless = endlessStudy('Without end');
    await one.client.request('startStudy', { study: endless });
    await one.heard(
      (event) => event.event === 'study' && event.status.title === endless.title && event.status.running === 1,
    );
    expect(await one.client.request('stopStudy', { study: 'without-end' })).toMatchObject({
      state: 'unfinished',
      done: 0,
    });
    await expect(one.client.request('stopStudy', { study: 'without-end' })).rejects.toThrow('is running here');
    const { studies } = await one.client.request('studies', {});
    expect(studies.map(({ title, state }) => [title, state])).toEqual([
      ['A study', 'finished'],
      ['Without end', 'unfinished'],
    ]);
    await mkdir(path.join(runs, 'studies', 'broken'));
    await writeFile(path.join(runs, 'studies', 'broken', 'study.json'), '{');
    const [, broken] = (await one.client.request('studies', {})).studies;
    expect(broken).toMatchObject({ study: 'broken', message: { code: 'studyFileUnreadable' } });
    expect(broken && inEnglish(broken.message)).toContain('not a whole JSON document');
    await expect(one.client.request('study', { study: '../..' })).rejects.toMatchObject({ code: 'refused' });
  });

  it('shows a question with its scene', async () => {
    const sample = await one.client.request('sample', { graph: tiny(), node: 'dataset', index: 0 });
    expect(sample.text).toMatch(/\?$/);
    expect(sample.scene).toMatchObject({ players: expect.any(Array) });
  });
});

describe('an engine with concurrent requests for its backends and for a run', () => {
  it('trains on the requested backend, with the same numbers', async () => {
    const runs = await mkdtemp(path.join(os.tmpdir(), 'studio-runs-'));
    const engine = new Engine({ runsFolder: runs });
    const ended = new Promise<RunStatus>((resolve) => {
      engine.onEvent((event) => {
        if (event.event === 'status' && event.status.state === 'finished') resolve(event.status);
      });
    });
    await Promise.all([
      engine.request('train', { graph: tiny(), backend: 'wasm' }),
      engine.request('doctor', {}),
      engine.request('doctor', {}),
    ]);
    const { result } = await ended;
    expect(result?.losses).toEqual(Object.values(results)[0]?.losses);
    await engine.close();
    await rm(runs, { recursive: true });
  });
});

describe('an engine process that crashes', () => {
  it('restarts for the window, which is notified that the connection was lost', async () => {
    const runs = await mkdtemp(path.join(os.tmpdir(), 'studio-runs-'));
    const host = new EngineChild(runs);
    const open = async () => {
      const [near, far] = wire();
      host.connect(far);
      return near;
    };
    const { client } = await connectClient(open);
    const states: string[] = [];
    client.onState((state) => states.push(state));
    await client.request('runs', {});
    const first = host.pid ?? 0;
    const back = new Promise<void>((resolve) => {
      client.onState((state) => {
        if (state === 'connected' && states.includes('lost')) resolve();
      });
    });
    process.kill(first, 'SIGKILL');
    await back;
    expect((await client.request('runs', {})).runs).toEqual([]);
    expect(host.pid).not.toBe(first);
    await host.close();
    await rm(runs, { recursive: true });
  });
});
