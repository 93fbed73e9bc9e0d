import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { baseFinder } from './bases';
import { readStudy, studyFormat, type StudyDocument } from './document';
import { planRuns, type PlannedRun } from './plan';
import { StudyError } from './study-error';

const study = (changes: object): StudyDocument =>
  readStudy({ format: studyFormat, version: 2, title: 'Stages', graph: tinyPipeline(), ...changes });

const slots = { method: 'grid', parameters: [{ parameter: 'rmm.slots', values: [3, 4] }] };
const nodeOf = ({ graph }: PlannedRun, id: string) => graph.nodes.find((node) => node.id === id);
const startsOf = (runs: readonly PlannedRun[]) => runs.map(({ name, seed, startsFrom }) => [name, seed, startsFrom]);

describe('rows that start from other rows', () => {
  it('come after them, each run with the run of its seed', () => {
    const runs = planRuns(
      study({
        rows: [
          { name: 'third', startFrom: 'second', set: { 'avr.steps': 2 } },
          { name: 'second', startFrom: 'first', bypass: ['avr'] },
          { name: 'other', set: { 'rmm.slots': 9 } },
          { name: 'first', bypass: ['rmm', 'avr'] },
        ],
        ablation: { nodes: ['missing'] },
        seeds: [4, 5],
      }),
    );
    expect(startsOf(runs)).toEqual(
      [
        ['first', undefined],
        ['second', 'first'],
        ['third', 'second'],
        ['other', undefined],
        ['without Missing modality', undefined],
      ].flatMap(([name, base]) => [4, 5].map((seed) => [name, seed, base])),
    );
    const baseOf = baseFinder(runs);
    for (const run of runs) expect(baseOf(run)?.seed).toBe(run.startsFrom && run.seed);
  });

  it('start from the run with the same values of the axes that the base has', () => {
    const runs = planRuns(
      study({
        rows: [
          { name: 'words', bypass: ['rmm', 'avr'] },
          { name: 'recalled', startFrom: 'words', bypass: ['avr'] },
          { name: 'enhanced', startFrom: 'recalled', bypass: ['rmm'] },
        ],
        sweep: slots,
        scenarios: [['complete'], ['complete', 'visualMissing']],
      }),
    );
    const [complete, both] = ['trained on complete', 'trained on complete + visualMissing'];
    expect(startsOf(runs).map(([name, , base]) => [name, base])).toEqual([
      [`words, ${complete}`, undefined],
      [`words, ${both}`, undefined],
      ...[3, 4].flatMap((count) => [
        [`recalled, RMM generator slots ${count}, ${complete}`, `words, ${complete}`],
        [`recalled, RMM generator slots ${count}, ${both}`, `words, ${both}`],
      ]),
      // Its own generator is bypassed, but there is a run for each value of the base.
      ...[3, 4].flatMap((count) => [
        [`enhanced, RMM generator slots ${count}, ${complete}`, `recalled, RMM generator slots ${count}, ${complete}`],
        [`enhanced, RMM generator slots ${count}, ${both}`, `recalled, RMM generator slots ${count}, ${both}`],
      ]),
    ]);
  });

  it('can train the same graph from different bases, and not from the same one', () => {
    const rows = [
      { name: 'a', set: { 'trainer.epochs': 2 } },
      { name: 'b', set: { 'trainer.epochs': 3 } },
      { name: 'c', startFrom: 'a' },
      { name: 'd', startFrom: 'b' },
    ];
    expect(planRuns(study({ rows }))).toHaveLength(4);
    const same = study({ rows: [...rows, { name: 'e', startFrom: 'b' }] });
    expect(() => planRuns(same)).toThrow('Rows “d” and “e” train the same graph');
  });

  it('have no path of other weights in their graph', () => {
    const graph = tinyPipeline({ trainer: { startFrom: 'runs/before' } });
    const [a, b] = planRuns(study({ graph, rows: [{ name: 'a' }, { name: 'b', startFrom: 'a' }] }));
    expect([a, b].map((run) => run && nodeOf(run, 'trainer')?.parameters['startFrom'])).toEqual(['runs/before', '']);
  });

  it.each([
    [
      'an unknown row',
      [{ name: 'a', startFrom: 'ghost' }, { name: 'b' }],
      'Row “a” starts from row “ghost”, which does not exist; use one of “b”.',
    ],
    ['itself', [{ name: 'a', startFrom: 'a' }], 'Row “a” starts from itself; choose another row.'],
    [
      'each other',
      [
        { name: 'z', startFrom: 'a' },
        { name: 'a', startFrom: 'b' },
        { name: 'b', startFrom: 'a' },
      ],
      'Rows “a”, “b” start from each other in a cycle; let one of them start with new weights.',
    ],
  ])('are refused where a row starts from %s', (_, rows, sentence) => {
    expect(() => planRuns(study({ rows }))).toThrow(sentence);
    expect(() => planRuns(study({ rows }))).toThrow(StudyError);
  });

  it('are planned after their base, of the same seed and values, or refused naming a row', () => {
    const names = ['a', 'b', 'c', 'd'];
    const row = (name: string) =>
      fc.record(
        {
          name: fc.constant(name),
          startFrom: fc.constantFrom(...names),
          set: fc.constantFrom({}, { 'trainer.epochs': 2 }, { 'audio.width': 16 }),
          bypass: fc.uniqueArray(fc.constantFrom('rmm', 'avr'), { maxLength: 2 }),
          freeze: fc.uniqueArray(fc.constantFrom('audio', 'question', 'head'), { maxLength: 2 }),
        },
        { requiredKeys: ['name', 'set', 'bypass', 'freeze'] },
      );
    let chained = 0;
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.tuple(...names.map(row)),
          sweep: fc.constantFrom(undefined, slots),
          missingRates: fc.constantFrom([], [0.5, 1]),
          seeds: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 2 }),
        }),
        ({ sweep, ...rest }) => {
          const asked = study({ ...rest, ...(sweep && { sweep }) });
          try {
            const runs = planRuns(asked);
            const baseOf = baseFinder(runs);
            expect(new Set(runs.map(({ row: own }) => own))).toEqual(new Set(names));
            runs.forEach((run, index) => {
              const wanted = asked.rows.find(({ name }) => name === run.row)?.startFrom;
              const base = baseOf(run);
              expect(base?.row).toBe(wanted);
              if (!base) return;
              chained += 1;
              expect(runs.indexOf(base)).toBeLessThan(index);
              for (const [setting, value] of Object.entries(base.settings)) {
                if (['rmm.slots', 'missing.rate'].includes(setting)) expect(run.settings[setting] ?? value).toBe(value);
              }
            });
          } catch (error) {
            if (!(error instanceof StudyError)) throw error;
            expect(error.message).toMatch(/“.+”/);
          }
        },
      ),
      { numRuns: 300, seed: 1 },
    );
    expect(chained).toBeGreaterThan(50);
  });
});

describe('frozen nodes of a row', () => {
  it('are frozen in its graph, in addition to those of the graph, and make it another graph', () => {
    const graph = tinyPipeline();
    const nodes = graph.nodes.map((node) => (node.id === 'head' ? { ...node, frozen: true } : node));
    const runs = planRuns(
      study({ graph: { ...graph, nodes }, rows: [{ name: 'a' }, { name: 'b', freeze: ['audio', 'question'] }] }),
    );
    expect(runs.map((run) => run.graph.nodes.flatMap(({ id, frozen }) => (frozen ? [id] : [])).sort())).toEqual([
      ['head'],
      ['audio', 'head', 'question'],
    ]);
  });

  it('are refused if the graph lacks them', () => {
    expect(() => planRuns(study({ rows: [{ name: 'a', freeze: ['ghost'] }] }))).toThrow(
      'Row “a”: the graph has no node “ghost”',
    );
  });
});
