import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graph as graphOf, tinyPipeline } from '../../test/fixtures/graphs';
import { withStages } from '../../test/fixtures/stages';
import { analyse } from '../graph/analyse';
import { catalogue } from '../nodes/catalogue';
import { formatDocument } from '../graph/document';
import { DocumentError } from '../graph/versioned';
import { canonicalGraph } from './canonical';
import { formatStudy, parseStudy, readStudy, studyFormat, studyVersion, type StudyDocument } from './document';
import { planRuns } from './plan';
import { StudyError } from './study-error';

const study = (changes: object = {}): StudyDocument =>
  readStudy({ format: studyFormat, version: studyVersion, title: 'Try', graph: tinyPipeline(), ...changes });

const grid = (...parameters: [string, unknown[]][]) => ({
  method: 'grid',
  parameters: parameters.map(([parameter, values]) => ({ parameter, values })),
});

/** A parameter in the graph of a run. */
const valueOf = (run: { graph: StudyDocument['graph'] } | undefined, node: string, parameter: string) =>
  run?.graph.nodes.find(({ id }) => id === node)?.parameters[parameter];

describe('a study document', () => {
  it('is read after a byte order mark', () => {
    expect(parseStudy(`\uFEFF${formatStudy(study())}`)).toEqual(parseStudy(formatStudy(study())));
  });

  it('reads back unchanged after it was written, with keys in one order for any input order', () => {
    const whole = study({
      rows: [
        { name: 'small', set: { 'rmm.slots': 3, 'audio.width': 8 }, graph: tinyPipeline() },
        { name: 'repaired', startFrom: 'small', freeze: ['audio'] },
      ],
      ablation: { nodes: ['rmm'], combinations: [['rmm', 'avr']] },
      sweep: grid(['trainer.learningRate', [0.001, 0.01]]),
      scenarios: [['complete'], ['complete', 'audioMissing']],
      missingRates: [0.5, 1],
      seeds: [1, 2],
    });
    const text = formatStudy(whole);
    expect(parseStudy(text)).toEqual(whole);
    const reversed = (item: unknown): unknown =>
      Array.isArray(item)
        ? item.map(reversed)
        : typeof item === 'object' && item !== null
          ? Object.fromEntries(
              Object.entries(item)
                .reverse()
                .map(([key, inner]) => [key, reversed(inner)]),
            )
          : item;
    expect(formatStudy(readStudy(reversed(whole)))).toBe(text);
  });

  it('migrates the graphs in it to the current version', () => {
    const old = JSON.parse(formatDocument(tinyPipeline()).replace('"version": 2', '"version": 1')) as unknown;
    expect(study({ graph: old, rows: [{ name: 'a', graph: old }] })).toEqual(
      study({ rows: [{ name: 'a', graph: tinyPipeline() }] }),
    );
  });

  it('of version 1 has rows that neither start from others nor freeze nodes', () => {
    const rows = [{ name: 'a', bypass: ['avr'] }, { name: 'b' }];
    expect(study({ version: 1, rows })).toEqual(study({ rows: rows.map((row) => ({ ...row, freeze: [] })) }));
  });

  it('of version 2 has rows that change no nodes', () => {
    const rows = [
      { name: 'a', set: { 'rmm.slots': 3 } },
      { name: 'b', startFrom: 'a' },
    ];
    expect(study({ version: 2, rows })).toEqual(study({ version: 3, rows }));
  });

  it('is refused with a sentence if it is truncated at any point, never read in part', () => {
    const text = formatStudy(study()).trimEnd();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        expect(() => parseStudy(text.slice(0, length))).toThrow(DocumentError);
      }),
    );
  });

  it('gives a document error for arbitrary values and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ graph: fc.jsonValue(), rows: fc.jsonValue() })), (value) => {
        const dressed = typeof value === 'object' ? { ...value, format: studyFormat, version: studyVersion } : value;
        expect(() => readStudy(dressed)).toThrow(DocumentError);
      }),
    );
  });

  it.each([
    [{ version: 4 }, /study document has version 4, but this studio reads versions up to 3/],
    [{ format: 'missing-modality-studio/graph' }, /not a study document: its “format” should be/],
    [{ graph: { ...tinyPipeline(), version: 9 } }, /The study’s graph: The graph document has version 9/],
    [{ rows: [{ name: 'mine', graph: {} }] }, /Row “mine”: This is not a graph document/],
    [{ rows: [{ name: 'mine', set: { slots: 3 } }] }, /rows\[0\] “mine”, set\.slots/],
    [{ seeds: [1, 1] }, /seeds: expected a list without repeated items, found \[1,1\]/],
    [{ seeds: [] }, /seeds/],
    [{ missingRates: [1.5] }, /missingRates\.0/],
    [{ sweep: { method: 'divination' } }, /sweep\.method/],
    [
      {
        sweep: {
          method: 'random',
          draws: 1,
          parameters: [{ parameter: 'a.b', draw: 'uniform', from: -1e308, to: 1e308 }],
        },
      },
      /sweep\.parameters\.0\.from: expected at least -1000000000000000, found -1e\+308/,
    ],
    [{ backend: 'b'.repeat(61) }, /backend: expected at most 60 characters, found 61/],
    [
      { rows: [{ name: 'mine', set: Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`a${at}.b`, 1])) }] },
      /rows\[0\] “mine”, set: expected at most 1000 items, found 1001/,
    ],
  ])('with %j is refused, naming the place', (change, sentence) => {
    expect(() => study(change)).toThrow(sentence);
  });
});

describe('the plan of a study', () => {
  it('is the unchanged graph, once per seed, without rows', () => {
    const runs = planRuns(study({ seeds: [4, 7] }));
    expect(runs.map(({ name, seed, settings }) => [name, seed, settings])).toEqual([
      ['Tiny pipeline', 4, {}],
      ['Tiny pipeline', 7, {}],
    ]);
    expect(runs.map((run) => valueOf(run, 'trainer', 'seed'))).toEqual([4, 7]);
    expect(runs[0]?.graph.title).toBe('Tiny pipeline');
  });

  it('bypasses each node and each combination, after the rows', () => {
    const runs = planRuns(study({ ablation: { nodes: ['rmm', 'avr'], combinations: [['rmm', 'avr']] } }));
    expect(runs.map(({ name, bypassed }) => [name, bypassed])).toEqual([
      ['Tiny pipeline', []],
      ['without RMM generator', ['rmm']],
      ['without AVR diffusion', ['avr']],
      ['without RMM generator, AVR diffusion', ['rmm', 'avr']],
    ]);
    expect(runs[3]?.graph.nodes.filter(({ bypassed }) => bypassed).map(({ id }) => id)).toEqual(['rmm', 'avr']);
  });

  it('multiplies rows by sweep, scenarios, rates and seeds, the last one fastest', () => {
    const runs = planRuns(
      study({
        rows: [{ name: 'a' }, { name: 'b', set: { 'rmm.temperature': 0.5 } }],
        sweep: grid(['rmm.slots', [3, 4]], ['audio.normalise', [true, false]]),
        scenarios: [['complete'], ['complete', 'visualMissing']],
        missingRates: [0.25, 1],
        seeds: [1, 2],
      }),
    );
    expect(runs).toHaveLength(2 * 4 * 2 * 2 * 2);
    expect(runs[1]).toMatchObject({
      name: 'a, RMM generator slots 3, Audio encoder normalise true, trained on complete, missing rate 0.25',
      seed: 2,
      settings: { 'rmm.slots': 3, 'audio.normalise': true, 'trainer.audioMissing': 0, 'missing.rate': 0.25 },
    });
    expect(runs[1]?.label).toEqual({
      code: 'runName',
      row: { code: 'rowName', row: 'a' },
      parts: [
        {
          code: 'sweepPoint',
          settings: [
            { node: { id: 'rmm', title: 'RMM generator', kind: 'rmm-generator' }, parameter: 'slots', value: 3 },
            {
              node: { id: 'audio', title: 'Audio encoder', kind: 'audio-encoder' },
              parameter: 'normalise',
              value: true,
            },
          ],
        },
        { code: 'trainedOn', scenarios: ['complete'] },
        { code: 'missingRate', rate: 0.25 },
      ],
    });
    expect(valueOf(runs.at(-1), 'rmm', 'temperature')).toBe(0.5);
    expect(valueOf(runs.at(-1), 'trainer', 'audioMissing')).toBe(0);
    expect(valueOf(runs.at(-1), 'trainer', 'visualMissing')).toBe(1);
  });

  it('does not multiply a row by parameters of a node that it bypasses or lacks', () => {
    const words = graphOf(
      [
        ['dataset', 'orchestra', { visualWidth: 8, seconds: 3 }],
        ['question', 'question-encoder'],
        ['head', 'mean-pool-head'],
        ['trainer', 'trainer'],
      ],
      [
        'dataset/batch > question/batch',
        'question/question > head/question',
        'head/logits > trainer/logits',
        'dataset/labels > trainer/labels',
      ],
    );
    const runs = planRuns(
      study({
        rows: [{ name: 'whole' }, { name: 'words', graph: words }],
        ablation: { nodes: ['rmm'] },
        sweep: grid(['rmm.slots', [3, 4]]),
      }),
    );
    expect(runs.map(({ name }) => name)).toEqual([
      'whole, RMM generator slots 3',
      'whole, RMM generator slots 4',
      'words',
      'without RMM generator',
    ]);
  });

  it('draws the requested number of different points, the same for the same seed, in their bounds', () => {
    const drawn = (draws: number, seed = 3) =>
      planRuns(
        study({
          sweep: {
            method: 'random',
            draws,
            seed,
            parameters: [
              { parameter: 'trainer.learningRate', draw: 'log-uniform', from: 1e-4, to: 1e-2 },
              { parameter: 'rmm.slots', draw: 'uniform', from: 2, to: 6 },
              { parameter: 'missing.fill', draw: 'choice', values: ['zeros', 'mean'] },
            ],
          },
        }),
      ).map(({ settings }) => settings);
    const points = drawn(200);
    expect(points).toHaveLength(200);
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(200);
    expect(drawn(50)).toEqual(points.slice(0, 50));
    expect(drawn(50, 4)).not.toEqual(points.slice(0, 50));
    const rates = points.map((point) => Number(point['trainer.learningRate']));
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
    expect(Math.max(...rates)).toBeLessThanOrEqual(1e-2);
    // Half of the values with a uniform logarithm are below the geometric mean of the bounds.
    const below = rates.filter((rate) => rate < 1e-3).length;
    expect(below).toBeGreaterThan(70);
    expect(below).toBeLessThan(130);
    const slots = points.map((point) => Number(point['rmm.slots']));
    expect([...new Set(slots)].sort()).toEqual([2, 3, 4, 5, 6]);
    for (const size of [2, 6]) expect(slots.filter((found) => found === size).length).toBeGreaterThan(20);
  });

  const cases: readonly [string, object, RegExp][] = [
    ['a node that is not there', { ablation: { nodes: ['ghost'] } }, /Row “without ghost”: .* no node “ghost”; it has/],
    [
      'a node that cannot be bypassed',
      { ablation: { nodes: ['head'] } },
      /Row “without AVST QA head”: .*cannot be bypassed/,
    ],
    [
      'a setting out of bounds',
      { rows: [{ name: 'none', set: { 'rmm.slots': 0 } }] },
      /Row “none”: Node “RMM generator”, parameter “slots”: expected at least 1/,
    ],
    ['a sweep of nothing', { sweep: grid(['rmm.slotz', [1]]) }, /Sweep of “rmm.slotz”: .* no parameter “slotz”/],
    [
      'a sweep of an unknown node',
      { sweep: grid(['ghost.slots', [1]]) },
      /Sweep of “ghost.slots”: no row trains a node/,
    ],
    ['a sweep of the seed', { sweep: grid(['trainer.seed', [1, 2]]) }, /put seeds into “seeds”/],
    [
      'two rows of one name',
      { rows: [{ name: 'a' }, { name: 'a', set: { 'rmm.slots': 3 } }] },
      /Two rows have the name “a”/,
    ],
    [
      'two rows that are one graph',
      { rows: [{ name: 'a' }, { name: 'b', set: { 'trainer.seed': 9 } }] },
      /Rows “a” and “b” train the same graph/,
    ],
    [
      'more draws than there are points',
      {
        sweep: {
          method: 'random',
          draws: 5,
          parameters: [{ parameter: 'rmm.slots', draw: 'uniform', from: 2, to: 3 }],
        },
      },
      /needs 5 different points, but only 2 were found/,
    ],
    [
      'bounds the wrong way round',
      {
        sweep: {
          method: 'random',
          draws: 1,
          parameters: [{ parameter: 'rmm.slots', draw: 'uniform', from: 3, to: 2 }],
        },
      },
      /“from” should be below “to”/,
    ],
    [
      'too many runs',
      {
        seeds: Array.from({ length: 600 }, (_, seed) => seed),
        missingRates: Array.from({ length: 20 }, (_, i) => i / 20),
      },
      /up to 12000 runs, but at most 10000/,
    ],
  ];
  it.each(cases)('refuses %s, naming the place', (_, change, sentence) => {
    const asked = study(change);
    expect(() => planRuns(asked)).toThrow(StudyError);
    expect(() => planRuns(asked)).toThrow(sentence);
  });

  it('has no two equal runs and no invalid graph, or names the wrong row', () => {
    const nodes = ['missing', 'audio', 'rmm', 'avr', 'head'];
    const sweeps = fc.constantFrom(
      undefined,
      grid(['rmm.slots', [5, 6]]),
      grid(['rmm.slots', [0, 6]]),
      grid(['missing.rate', [0.5, 1]], ['trainer.epochs', [1, 2]]),
      {
        method: 'random',
        draws: 3,
        parameters: [{ parameter: 'avr.steps', draw: 'uniform', from: 1, to: 9 }],
      },
    );
    const row = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      set: fc.constantFrom({}, { 'rmm.slots': 6 }, { 'audio.width': 16 }, { 'avr.steps': 3 }),
      bypass: fc.uniqueArray(fc.constantFrom(...nodes), { maxLength: 2 }),
    });
    let planned = 0;
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.array(row, { maxLength: 3 }),
          ablation: fc.record({ nodes: fc.uniqueArray(fc.constantFrom(...nodes), { maxLength: 3 }) }),
          sweep: sweeps,
          scenarios: fc.constantFrom([], [['complete']], [['complete'], ['audioMissing', 'complete']]),
          missingRates: fc.constantFrom([], [0.5], [0, 1]),
          seeds: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 }),
        }),
        ({ sweep, ...rest }) => {
          try {
            const runs = planRuns(study({ ...rest, ...(sweep && { sweep }) }));
            planned += 1;
            expect(new Set(runs.map(({ graph }) => canonicalGraph(graph))).size).toBe(runs.length);
            expect(new Set(runs.map(({ name, seed }) => `${name} ${seed}`)).size).toBe(runs.length);
            for (const { graph } of runs) {
              expect(analyse(graph, catalogue).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
            }
          } catch (error) {
            if (!(error instanceof StudyError)) throw error;
            expect(error.message).toMatch(/“.+”|missing rates/);
          }
        },
      ),
      { numRuns: 100 },
    );
    expect(planned).toBeGreaterThan(5);
  });
});

describe('the canonical graph', () => {
  it('does not see titles, positions, comments, written defaults, or nodes that the Trainer does not read', () => {
    const document = tinyPipeline();
    const dressed = {
      ...document,
      title: 'Another',
      nodes: [
        ...document.nodes.map((node) => ({
          ...node,
          position: { x: 1, y: 2 },
          comment: 'hm',
          parameters: node.id === 'trainer' ? { ...node.parameters, optimiser: 'adam' } : node.parameters,
        })),
        { id: 'spare', kind: 'audio-encoder', parameters: {}, position: { x: 0, y: 0 }, bypassed: false },
      ],
    };
    expect(canonicalGraph(dressed)).toBe(canonicalGraph(document));
  });

  it('sees every parameter, wire, bypass and id that changes training', () => {
    const document = tinyPipeline();
    const others = [
      tinyPipeline({ rmm: { slots: 6 } }),
      tinyPipeline({ trainer: { epochs: 1, batchSize: 16, seed: 2 } }),
      { ...document, edges: document.edges.slice(0, -1) },
      { ...document, nodes: document.nodes.map((node) => ({ ...node, bypassed: node.id === 'avr' })) },
    ];
    expect(new Set([document, ...others].map(canonicalGraph)).size).toBe(others.length + 1);
  });

  it('sees the nodes that a stage bypasses, and ignores an empty list', () => {
    const staged = (bypassed?: string[]) =>
      canonicalGraph(
        withStages(tinyPipeline(), [{ name: 'backbone', parameters: {}, frozen: [], ...(bypassed && { bypassed }) }]),
      );
    expect(staged([])).toBe(staged());
    expect(staged()).toContain('"stages":[{"name":"backbone","parameters":{},"frozen":[]}]');
    expect(staged(['avr'])).not.toBe(staged());
  });
});
