import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bypass, tinyPipeline } from '../../test/fixtures/graphs';
import { measured } from '../../test/fixtures/measured';
import { readStudy, studyFormat } from '../../graph-nodes/study/document';
import { formatDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { inEnglish } from '../contract/messages';
import type { RunResult } from '../contract/runs';
import { graphDigest } from '../studies/identity';
import { groupRuns, readMethods } from './results';
import { withStages } from '../../test/fixtures/stages';
import { differences, methodOf, settingsOf, varyingSettings } from './settings';
import { runFolderName, runPath, studyFolder, writeStudy } from '../studies/study-folder';
import { planOf } from '../studies/study-results';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-results-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeRun(at: string, document: GraphDocument, result: RunResult | undefined): Promise<void> {
  await mkdir(at, { recursive: true });
  const steps = { epoch: 1, epochs: 1, step: 3, steps: 3, secondsPerStep: null, secondsLeft: 0 };
  const state = result ? 'finished' : 'failed';
  const status = { run: path.basename(at), title: document.title, state, message: 'So it ended.', ...steps };
  await writeFile(path.join(at, 'graph.json'), formatDocument(document));
  await writeFile(path.join(at, 'vocabulary.json'), '{"vocabulary": ["how"], "answers": ["yes"]}');
  await writeFile(path.join(at, 'run.json'), JSON.stringify({ ...status, ...(result && { result }) }));
}

describe('methods', () => {
  it('are runs that differ in the seed only; equal titles are extended by the differences', () => {
    const run = (name: string, seed: number, slots: number) =>
      measured(name, seed, [50, 50, 50], { document: tinyPipeline({ rmm: { slots }, trainer: { seed } }) });
    const { methods, notes } = groupRuns([run('a', 2, 5), run('b', 1, 9), run('c', 1, 5), run('d', 2, 5)]);
    expect(methods.map(({ name, runs }) => [inEnglish(name), runs.map(({ result }) => result.run)])).toEqual([
      ['Tiny pipeline (RMM generator slots 5)', ['c', 'd']],
      ['Tiny pipeline (RMM generator slots 9)', ['b']],
    ]);
    expect(notes).toEqual([{ code: 'leftOutSameSeed', run: 'runs/a', later: 'runs/d' }]);
  });

  it('exclude runs that were stopped', () => {
    const stopped = measured('s', 1, [50, 50, 50], { result: { stopped: true, epochs: 2 } });
    const { methods, notes } = groupRuns([stopped]);
    expect(methods).toEqual([]);
    expect(notes).toEqual([{ code: 'leftOutStopped', run: 'runs/s', epochs: 2 }]);
  });

  it('are read from a folder of runs, with a note on a failed one, which is refused if it is named', async () => {
    const runs = path.join(folder, 'runs');
    const document = tinyPipeline();
    await writeRun(path.join(runs, 'one'), document, measured('one', 1, [50, 50, 50]).result);
    await writeRun(path.join(runs, 'two'), document, undefined);
    const { methods, notes } = await readMethods([runs]);
    expect(methods.map(({ runs: own }) => own.length)).toEqual([1]);
    expect(notes.map(inEnglish)).toEqual([
      `Left out: The run “${path.join(runs, 'two')}” failed and has no final weights: So it ended.`,
    ]);
    await expect(readMethods([path.join(runs, 'two')])).rejects.toMatchObject({ code: 'refused' });
    await expect(readMethods([path.join(folder, 'nowhere')])).rejects.toThrow('There is no');
  });

  it('of a study are its rows, with a note on unfinished runs', async () => {
    const base = { format: studyFormat, version: 1, title: 'Parts', graph: tinyPipeline() };
    const study = readStudy({ ...base, ablation: { nodes: ['rmm'] }, seeds: [1, 2] });
    const at = await studyFolder(folder, study);
    const planned = planOf(study).map(({ name, seed, graph }, index) => {
      const identity = String(index).repeat(64);
      return { name, seed, graph, identity, folder: runFolderName(name, seed, identity) };
    });
    const stored = planned.map((run) => ({ ...run, graph: graphDigest(run.graph) }));
    await writeStudy(at, study, { version: 1, code: 'x', runs: stored });
    for (const run of planned.slice(0, 3)) {
      await writeRun(runPath(at, run), run.graph, measured(run.folder, run.seed, [50, 50, 50]).result);
    }
    const { methods, notes } = await readMethods([at]);
    expect(methods.map(({ name, runs }) => [inEnglish(name), runs.length])).toEqual([
      ['Tiny pipeline', 2],
      ['without RMM generator', 1],
    ]);
    expect(notes).toMatchObject([{ code: 'rowIncomplete', done: 1, planned: 2 }]);
    expect(notes.map(inEnglish)).toEqual(['“without RMM generator”: 1 of 2 runs are done.']);
  });
});

describe('settings that differ', () => {
  const apart = (a: GraphDocument, b: GraphDocument) =>
    differences([settingsOf(a), settingsOf(b)]).map(({ setting, values }) => [
      setting,
      ...values.map((value) => value && inEnglish(value)),
    ]);

  it('are parameters including defaults, bypasses and wires', () => {
    const base = tinyPipeline();
    expect(apart(base, tinyPipeline({ trainer: { epochs: 1, batchSize: 16, learningRate: 0.5 } }))).toEqual([
      ['trainer.learningRate', expect.any(String), '0.5'],
    ]);
    expect(apart(base, bypass(base, 'avr'))).toEqual([['avr', 'AVR diffusion', 'AVR diffusion, bypassed']]);
    const moved = { ...base, nodes: base.nodes.map((node) => ({ ...node, position: { x: 1, y: 2 } })) };
    expect(apart(base, moved)).toEqual([]);
  });

  it('are frozen nodes and stages', () => {
    const base = tinyPipeline();
    const frozen = { ...base, nodes: base.nodes.map((node) => (node.id === 'avr' ? { ...node, frozen: true } : node)) };
    expect(apart(base, frozen)).toEqual([['avr', 'AVR diffusion', 'AVR diffusion, frozen']]);
    const stage = {
      name: 'repair',
      parameters: { watch: 'loss', epochs: 5 },
      frozen: ['head', 'audio'],
      bypassed: ['rmm'],
    };
    expect(apart(base, withStages(base, [{ name: 'all', parameters: {}, frozen: [] }, stage]))).toEqual([
      ['trainer.stage 1', null, 'all'],
      [
        'trainer.stage 2',
        null,
        'repair (epochs 5; watch loss; frozen Audio encoder, AVST QA head; bypassed RMM generator)',
      ],
    ]);
  });

  it('of several graphs have the most common first, without the seed, and with null for an unreadable graph', () => {
    const graphs = [
      tinyPipeline({ rmm: { slots: 5 }, trainer: { seed: 1 } }),
      tinyPipeline({ rmm: { slots: 9 }, trainer: { seed: 2, epochs: 3 } }),
      bypass(tinyPipeline({ rmm: { slots: 9 } }), 'avr'),
    ].map(methodOf);
    const { settings, more } = varyingSettings([...graphs, undefined], 2);
    expect(
      settings.map(({ setting, values }) => [setting, ...values.map((value) => value && inEnglish(value))]),
    ).toEqual([
      ['rmm.slots', '5', '9', '9', null],
      ['avr', 'AVR diffusion', 'AVR diffusion', 'AVR diffusion, bypassed', null],
    ]);
    expect(more).toBe(1);
  });

  it('of a node of another kind are only its kind', () => {
    const base = tinyPipeline();
    const swapped = {
      ...base,
      nodes: base.nodes.map((node) =>
        node.id === 'rmm' ? { ...node, kind: 'feed-forward-imputer', parameters: { width: 6 } } : node,
      ),
      edges: base.edges.filter(({ to }) => !(to.node === 'rmm' && to.socket === 'question')),
    };
    expect(apart(base, swapped)).toEqual([
      ['rmm', 'RMM generator', 'Feed-forward imputer'],
      ['rmm/question', 'from question of Question encoder', null],
    ]);
  });
});
