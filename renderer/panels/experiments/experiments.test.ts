import { describe, expect, it } from 'vitest';
import type { Curves } from '../../../engine/contract/curves';
import type { RunStatus, StoredRunSummary } from '../../../engine/contract/runs';
import type { StudyRun } from '../../../engine/contract/studies';
import { planRuns } from '../../../graph-nodes/study/plan';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { runRow } from '../../../test/fixtures/run-rows';
import { inEnglish, verbatim } from '../../../engine/contract/messages';
import { isBrushed, moveEnd, rangeBetween, type Brushes } from './brushes';
import { axesOf, linePartsOf, type DoneRun } from './coordinates';
import { meansOf, singlesOf } from './curve-rows';
import {
  filterRows,
  groupRows,
  looseRows,
  settingTitle,
  sortRows,
  studyRows,
  tagsInCommon,
  tagsOf,
  withTags,
} from './run-rows';
import { freezable } from '../../documents/freezing';
import { dispensable, draftOf, emptyDraft, studyOf, type StudyDraft, type SweepLine } from './study-draft';

describe('the list of runs', () => {
  const stored: StoredRunSummary = {
    run: 'a',
    folder: '/runs/a',
    title: 'A',
    state: 'interrupted',
    message: { code: 'processEnded' },
    epoch: 1,
    epochs: 2,
    step: 3,
    steps: 6,
    resumable: true,
  };

  it('has a run once if both the engine and the folder have it, in the engine’s state', () => {
    const live = {
      ...stored,
      state: 'failed',
      message: verbatim('It failed.'),
      secondsPerStep: null,
      secondsLeft: null,
    } as RunStatus;
    expect(looseRows([live], [stored, { ...stored, run: 'b' }])).toMatchObject([
      { name: 'a', state: 'failed', resumable: true },
      { name: 'b', state: 'interrupted', resumable: true },
    ]);
  });

  it.each(['/home/me/runs/studies/s/runs/x-seed2-abc', 'C:\\runs\\studies\\s\\runs\\x-seed2-abc'])(
    'names a run of a study as the engine does, for any folder: %s',
    (folder) => {
      const run = {
        name: 'x',
        label: verbatim('x'),
        seed: 2,
        folder,
        result: { accuracy: {}, baseline: {} },
      } as StudyRun;
      expect(studyRows('s', [run])[0]).toMatchObject({ name: 'studies/s/runs/x-seed2-abc', seed: 2 });
    },
  );

  it('sorts a current run as the newest', () => {
    const rows = [runRow('old', { started: 1 }), runRow('broken'), runRow('current', { state: 'training' })];
    const names = (descending: boolean) => sortRows(rows, { key: 'started', descending }).map(({ name }) => name);
    expect(names(true)).toEqual(['current', 'old', 'broken']);
    expect(names(false)).toEqual(['old', 'current', 'broken']);
  });

  it('has the title of a node in the heading of its wire, if it is known', () => {
    const head = { id: 'avst-head', kind: 'avst-head' };
    expect(settingTitle('avst-head/audio', [{ nodes: [head] }, {}])).toBe('AVST QA head, audio');
    expect(settingTitle('avst-head/audio', [{}])).toBe('avst-head/audio');
    expect(settingTitle('avst-head/audio', [{ nodes: [head, { ...head, id: 'other' }] }])).toBe('avst-head/audio');
    expect(settingTitle('rmm.slots', [{ nodes: [{ id: 'rmm', kind: 'rmm-generator' }] }])).toBe('rmm.slots');
  });

  it('is filtered by every word, sorted with unknown values last, and grouped by title', () => {
    const rows = [runRow('b 10'), runRow('b 9', { seed: undefined }), runRow('a', { seed: 3, title: 'b 10' })];
    expect(filterRows(rows, 'B fin 9', ({ state }) => state).map(({ name }) => name)).toEqual(['b 9']);
    expect(sortRows(rows, { key: 'title', descending: false }).map(({ title }) => title)).toEqual([
      'b 9',
      'b 10',
      'b 10',
    ]);
    for (const descending of [true, false]) {
      expect(sortRows(rows, { key: 'seed', descending }).at(-1)?.name).toBe('b 9');
    }
    expect(groupRows(rows, 'title').map(({ title, rows: own }) => [title, own.length])).toEqual([
      ['b 10', 2],
      ['b 9', 1],
    ]);
  });
});

describe('tags and notes', () => {
  const remarked = (name: string, tags: string[], notes = '') => runRow(name, { remarks: { title: '', tags, notes } });
  const rows = [
    remarked('one', ['b', 'a'], 'stalls early'),
    remarked('two', []),
    remarked('three', ['b']),
    runRow('four'),
  ];

  it('filter and group rows: one row in each of its tags, rows without tags last', () => {
    const found = (query: string) => filterRows(rows, query, () => 'finished').map(({ name }) => name);
    expect([found('stalls'), found('b')]).toEqual([['one'], ['one', 'three']]);
    expect(groupRows(rows, 'tag').map(({ title, rows: own }) => [title, own.map(({ name }) => name)])).toEqual([
      ['a', ['one']],
      ['b', ['one', 'three']],
      [undefined, ['two', 'four']],
    ]);
    expect(tagsOf(rows)).toEqual(['a', 'b']);
  });

  it('of several runs are their common tags; after a change, each run keeps its other tags', () => {
    const [one, three] = [
      { title: 'T', tags: ['a', 'b'], notes: 'x' },
      { title: '', tags: ['b'], notes: '' },
    ];
    expect(tagsInCommon([one, three])).toEqual(['b']);
    expect(withTags(one, ['b'], ['b', 'c'])).toEqual({ title: 'T', tags: ['a', 'b', 'c'], notes: 'x' });
    expect(withTags(one, ['b'], [])).toEqual({ title: 'T', tags: ['a'], notes: 'x' });
  });
});

describe('a study of the active graph', () => {
  const graph = tinyPipeline();
  const line = (more: Partial<SweepLine>): SweepLine => ({
    id: 0,
    node: 'rmm',
    parameter: 'slots',
    text: '4, 8',
    draw: 'choice',
    ...more,
  });
  const made = (change: Partial<StudyDraft>) => {
    const read = studyOf({ ...emptyDraft, ...change }, graph);
    if ('problems' in read) throw new Error([...read.problems.values()].join(' '));
    return read.study;
  };
  const problems = (change: Partial<StudyDraft>) => {
    const read = studyOf({ ...emptyDraft, ...change }, graph);
    return 'problems' in read ? [...read.problems] : [];
  };

  it('multiplies rows, values, rates and seeds', () => {
    const study = made({ bypass: ['avr'], sweep: [line({})], rates: '0.2, 0.5', seeds: 2 });
    expect(planRuns(study)).toHaveLength(2 * 2 * 2 * 2);
    expect(planRuns(made({ seeds: 1, combinations: [['rmm', 'avr']] })).map(({ bypassed }) => bypassed)).toEqual([
      [],
      ['rmm', 'avr'],
    ]);
  });

  it('offers the nodes that the graph can be trained without', () => {
    const can = dispensable(graph);
    expect(can).toEqual(expect.arrayContaining(['rmm', 'avr']));
    expect(can).not.toContain('head');
    expect(can).not.toContain('trainer');
  });

  it('offers the nodes with variables for freezing', () => {
    expect(freezable(graph)).toEqual(['audio', 'question', 'rmm', 'avr', 'head']);
  });

  it('reports the fault of a value at its place', () => {
    expect(problems({ sweep: [line({ text: '4, 0' })] })).toEqual([
      [0, 'Expected a whole number from 1 to 2048, found 0.'],
    ]);
    expect(problems({ sweep: [line({ text: ' ' })] })).toEqual([[0, 'Enter at least one value.']]);
    expect(problems({ rates: '0.5, 2' })).toEqual([['rates', 'Expected a rate from 0 to 1, found “2”.']]);
    const drawn = line({ draw: 'uniform', text: '8, 4' });
    expect(problems({ method: 'random', sweep: [drawn] })).toEqual([[0, 'Enter two numbers, the lower one first.']]);
  });

  it('draws at random within bounds', () => {
    const study = made({ method: 'random', draws: 3, seeds: 1, sweep: [line({ draw: 'uniform', text: '2, 40' })] });
    expect(planRuns(study)).toHaveLength(3);
  });

  it('opens again unchanged, including the parts that the form does not show', () => {
    const study = {
      ...made({ bypass: ['avr'], sweep: [line({})], trainedOn: [['complete']], rates: '0.2' }),
      rows: [
        { name: 'wide', set: { 'rmm.slots': 9 }, bypass: [], freeze: [] },
        { name: 'repaired', startFrom: 'wide', set: {}, bypass: [], freeze: ['audio'], graph: tinyPipeline() },
      ],
      seeds: [7, 8],
      threads: 2,
    };
    const read = studyOf(draftOf(study), tinyPipeline({ rmm: { slots: 77 } }));
    expect('study' in read && read.study).toEqual(study);
  });
});

describe('overlaid curves', () => {
  const method = (name: string, values: readonly (readonly number[])[]): Curves['methods'][number] => ({
    name: verbatim(name),
    runs: values.map((own, index) => ({
      run: `${name}${index + 1}`,
      seed: index + 1,
      points: own.map((value, step) => ({ step: step + 1, value })),
    })),
    mean: [{ step: 1, mean: 3, deviation: values.length > 1 ? 0.5 : null, count: values.length }],
  });
  const methods = [method('a', [[2], [4, 5]]), method('b', [[3]]), { ...method('c', [[]]), mean: [] }];

  it('are a mean with one deviation on either side, and have no band for one seed', () => {
    const { series, rows } = meansOf(methods, ({ name, runs }) => `${inEnglish(name)} ${runs.length}`);
    expect(series.map(({ label, band }) => [label, band !== undefined])).toEqual([
      ['a 2', true],
      ['b 1', false],
    ]);
    const [low = '', high = ''] = series[0]?.band ?? [];
    const [row] = rows;
    expect(rows).toHaveLength(1);
    expect([row?.x, row?.[series[0]?.key ?? ''], row?.[low], row?.[high]]).toEqual([1, 3, 2.5, 3.5]);
  });

  it('are one per run, in the colour of its method', () => {
    const { series, rows } = singlesOf(methods, ({ name }, { seed }) => `${inEnglish(name)} ${seed}`);
    expect(series.map(({ label }) => label)).toEqual(['a 1', 'a 2', 'b 1']);
    expect(new Set(series.slice(0, 2).map(({ colour }) => colour)).size).toBe(1);
    expect(new Set(series.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(3);
    expect(rows).toEqual([
      { x: 1, a1: 2, a2: 4, b1: 3 },
      { x: 2, a2: 5 },
    ]);
  });
});

describe('parallel coordinates', () => {
  const run = (row: string, settings: DoneRun['settings'], complete: number) => {
    const scenario = { overall: complete };
    const accuracy = { complete: scenario, audioMissing: scenario, visualMissing: scenario };
    return {
      name: row,
      row,
      label: verbatim(row),
      rowLabel: verbatim(row),
      settings,
      seed: 1,
      result: { accuracy },
    } as unknown as DoneRun;
  };
  const runs = [
    run('whole', { 'trainer.learningRate': 0.0001, 'rmm.slots': 8, 'head.heads': 2 }, 40),
    run('whole', { 'trainer.learningRate': 0.01, 'rmm.slots': 16, 'head.heads': 2 }, 60),
    run('without RMM generator', { 'trainer.learningRate': 0.001, 'head.heads': 2 }, 50),
  ];

  it('have an axis for every difference between runs, and one for every scenario', () => {
    const axes = axesOf(runs);
    expect(axes.map(({ key }) => key)).toEqual([
      'row',
      'trainer.learningRate',
      'rmm.slots',
      'complete',
      'audioMissing',
      'visualMissing',
    ]);
    const places = axes.map((axis) => runs.map((each) => axis.placeOf(each)));
    expect(places[0]).toEqual([0, 0, 1]);
    // On the logarithmic axis, 0.001 is halfway between 0.0001 and 0.01.
    expect(places[1]?.[2]).toBeCloseTo(0.5, 10);
    expect(places[2]).toEqual([0, 1, undefined]);
    expect(places[3]).toEqual([0, 1, 0.5]);
  });

  it('interrupt a line at a missing value, and add no point', () => {
    const axes = axesOf(runs);
    const parts = runs.map((each) => linePartsOf(axes, each).map((part) => part.map(({ axis }) => axis)));
    expect(parts[0]).toEqual([[0, 1, 2, 3, 4, 5]]);
    // The third run has no slots: its line ends at the rate and continues at the first accuracy.
    expect(parts[2]).toEqual([
      [0, 1],
      [3, 4, 5],
    ]);
  });

  it('keep the runs that are in one of the ranges of every axis', () => {
    const axes = axesOf(runs);
    const kept = (brushes: Brushes) => runs.map((each) => isBrushed(axes, brushes, each));
    expect(kept(new Map())).toEqual([true, true, true]);
    expect(kept(new Map([['complete', [[0.4, 1]]]]))).toEqual([false, true, true]);
    const two = [
      [0, 0.1],
      [0.9, 1],
    ] as const;
    expect(kept(new Map([['complete', two]]))).toEqual([true, true, false]);
    // A run without a value is in no range.
    expect(kept(new Map([['rmm.slots', [[0, 1]]]]))).toEqual([true, true, false]);
    const both: Brushes = new Map([
      ['row', [[0, 0.5]]],
      ['complete', [[0.5, 1]]],
    ]);
    expect(kept(both)).toEqual([false, true, false]);
  });

  it('have ranges between two positions of an axis, whose ends keep a distance', () => {
    expect(rangeBetween(0.8, -0.2)).toEqual([0, 0.8]);
    expect(rangeBetween(0.5, 0.505)).toBeUndefined();
    expect(moveEnd([0, 1], 'high', false)).toEqual([0, 0.95]);
    expect(moveEnd([0.5, 0.55], 'low', true)).toEqual([0.5, 0.55]);
  });
});
