import { describe, expect, it } from 'vitest';
import { bypass, tinyPipeline } from '../../../test/fixtures/graphs';
import { accuracies, measured } from '../../../test/fixtures/measured';
import { withStages } from '../../../test/fixtures/stages';
import type { StoredMetrics } from '../../runs/stored-metrics';
import { modelCard } from './card';
import { lineChart, spread, ticks } from '../../results/html/chart';
import type { ReportSource } from './facts';
import { reportPage } from './page';

const document = {
  ...bypass(tinyPipeline({ rmm: { slots: 7 } }), 'avr'),
  title: 'A <b>|bold|</b> title',
  description: 'Tried <script>alert(1)</script> & found *wanting*.',
};
const seeds = [measured('r1', 1, [60, 55, 50], { document }), measured('r2', 2, [62, 56, 50], { document })];
const source: ReportSource = {
  run: {
    folder: 'runs/r1',
    document,
    vocabulary: ['<pad>', '<unk>', 'how'],
    answers: ['yes', 'no'],
    status: {
      run: 'r1',
      title: document.title,
      state: 'finished',
      message: { code: 'runFinished' },
      epoch: 1,
      epochs: 1,
      step: 3,
      steps: 3,
      secondsPerStep: null,
      secondsLeft: 0,
    },
  },
  result: seeds[0]?.result as ReportSource['result'],
  seeds,
};
const metrics: StoredMetrics = {
  steps: [1, 2, 3].map((step) => ({
    type: 'step',
    step,
    epoch: 0,
    losses: { total: 4 - step, qa: step === 2 ? null : 1 },
  })),
  epochs: [1, 2].map((epoch) => ({
    type: 'epoch',
    epoch,
    step: epoch,
    accuracy: { complete: accuracies(40 + epoch), audioMissing: accuracies(30), visualMissing: accuracies(20) },
  })),
};

describe('a model card', () => {
  const card = modelCard(source);

  it('describes the model, its training and its accuracy', () => {
    expect(card).toContain('# A \\<b\\>\\|bold\\|\\</b\\> title');
    expect(card).toContain('- **RMM generator** (`rmm`): Slots L `7`');
    expect(card).toContain('- **AVR diffusion** (`avr`): bypassed');
    expect(card).toContain('40 training questions, 4 validation questions, 8 held-out questions');
    expect(card).toContain('mean ± standard deviation over seeds 1, 2');
    expect(card).toContain('| Audio · Counting | 61.0 ± 1.4 | 55.5 ± 0.7 | 50.0 ± 0.0 |');
    expect(card).toContain('Audio missing: 55.5 %, −5.5 points relative to 61.0 % with both modalities.');
  });

  it('contains the explained variance, and the measured noise scenarios', () => {
    const measuredMore = seeds.map((seed, index) => ({
      ...seed,
      result: {
        ...seed.result,
        recall: { audio: index === 0 ? 0.7 : 0.8, visual: null },
        accuracy: { ...seed.result.accuracy, bothNoisy: accuracies(44) },
      },
    }));
    const more = modelCard({ ...source, seeds: measuredMore });
    expect(more).toContain('The recalled audio features explain 75.0 % of the variance of the real ones');
    expect(more).not.toContain('recalled visual');
    expect(more).toContain('| questions | complete | audio missing | visual missing | both noisy |');
    expect(more).toContain('| Audio · Counting | 61.0 ± 1.4 | 55.5 ± 0.7 | 50.0 ± 0.0 | 44.0 ± 0.0 |');
    expect(card).not.toContain('noisy');
  });

  it('lists its limits', () => {
    expect(card).toContain('Orchestra, a small synthetic world');
    expect(card).toContain('one of 2 answers');
    expect(modelCard({ ...source, seeds: seeds.slice(0, 1) })).toContain('trained with one seed');
    const stopped = { ...source, result: { ...source.result, stopped: true } };
    expect(modelCard(stopped)).toContain('stopped before its last epoch');
    const rising = modelCard({ ...source, rising: { accuracy: 56, before: 55.25 } });
    expect(rising).toContain(
      'The last epoch was the best: mean accuracy over the scenarios 56.0 % on the validation questions, 55.3 % one epoch earlier; more epochs may improve it.',
    );
    expect(card).not.toContain('more epochs may improve');
  });

  it('marks accuracies that are not above the most frequent answer of each type', () => {
    const low = [measured('r1', 1, [60, 30, 20], { document })];
    const marked = modelCard({ ...source, seeds: low });
    expect(marked).toMatch(/\| All · Overall \| 60\.0 \| 30\.0\\\* \| 20\.0\\\* \|/);
    expect(marked).toContain('\\* Not above the accuracy of always giving the most frequent answer');
    expect(card).not.toContain('Not above');
    const page = reportPage({ ...source, seeds: low }, metrics);
    expect(page).toContain('<td class="number">30.0*</td>');
    expect(page).toContain('<p>* Not above the accuracy of always giving the most frequent answer');
  });

  it('describes the loading of its exports', () => {
    for (const way of ['studio import r1.zip', 'onnxruntime', 'tf.loadGraphModel']) expect(card).toContain(way);
  });
});

describe('a report of a run with stages', () => {
  const stages = [
    { name: 'backbone', parameters: { epochs: 1 }, frozen: [] },
    { name: 'repair', parameters: {}, frozen: ['head', 'audio'] },
  ];
  const staged: ReportSource = {
    ...source,
    run: { ...source.run, document: withStages(document, stages) },
    result: {
      ...source.result,
      stages: stages.map(({ name }, index) => ({
        name,
        epochs: 1,
        steps: 2,
        losses: null,
        accuracy: { complete: accuracies(50 + index), audioMissing: accuracies(30), visualMissing: accuracies(20) },
      })),
    },
  };
  const inStages = {
    steps: metrics.steps.map((record) => ({ ...record, stage: record.step < 3 ? 1 : 2 })),
    epochs: metrics.epochs.map((record) => ({ ...record, stage: record.epoch })),
  };

  it('lists them with their accuracy, and marks their starts in the curves', () => {
    expect(modelCard(staged)).toContain('| backbone (epochs 1) | 1 | 50.0 | 30.0 | 20.0 |');
    expect(modelCard(staged)).toContain('| repair (frozen Audio encoder, AVST QA head) | 1 | 51.0 | 30.0 | 20.0 |');
    const page = reportPage(staged, inStages);
    expect(page).toContain('<th scope="row">repair (frozen Audio encoder, AVST QA head)</th>');
    expect(page.match(/>stage 2<\/text>/g)).toHaveLength(2);
    const first = seeds[0] as (typeof seeds)[0];
    const alone = reportPage({ ...staged, seeds: [{ ...first, result: staged.result }] }, inStages);
    // 60, 55 and 50 % at the end, after 50, 30 and 20 % at the end of the first stage.
    expect(alone).toContain('Restored since the first stage');
    for (const gain of ['+10.0', '+25.0', '+30.0']) expect(alone).toContain(`<td class="number">${gain}</td></tr>`);
    expect(reportPage(source, metrics)).not.toContain('Stages');
  });
});

describe('a report page', () => {
  const page = reportPage(source, metrics);

  it('has figures, curves and settings, without scripts and external files', () => {
    expect(page).toContain('<h1>A &lt;b&gt;|bold|&lt;/b&gt; title</h1>');
    expect(page).toContain('Tried &lt;script&gt;');
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('<td class="number">61.0 ± 1.4</td>');
    expect(page.match(/<svg/g)).toHaveLength(3);
    expect(page).toContain('Slots L: 7');
  });

  it('has the picture of the graph, with its nodes and wires', () => {
    for (const { id } of document.nodes) expect(page).toContain(`<g data-node="${id}">`);
    expect(page.match(/<path data-wire=/g)).toHaveLength(document.edges.length);
    expect(page).not.toContain('<metadata');
  });

  it('contains the cost of a missing modality and the kept share, and marks trivial accuracies', () => {
    const trivial = 40;
    const seed = measured('r1', 1, [60, 50, 35], {
      document,
      result: { baseline: { mostFrequent: 20, mostFrequentPerType: trivial } },
    });
    const own = reportPage({ ...source, seeds: [seed] }, metrics);
    expect(own).toContain('each question type, reaches 40.0 %.');
    expect(own).toContain('Nodes that recall or enhance a missing modality: RMM generator.');
    const row = (name: string, ...cells: string[]) =>
      `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td class="number">${cell}</td>`).join('')}</tr>`;
    expect(own).toContain(row('Complete', '60.0', '–', '+20.0', '100 %'));
    expect(own).toContain(row('Audio missing', '50.0', '−10.0', '+10.0', '50 %'));
    expect(own).toContain(row('Visual missing', '35.0*', '−25.0', '−5.0', '−25 %'));
    expect(own).not.toContain('Restored since');
  });

  it('shows the accuracy of a single epoch as dots with their numbers', () => {
    const own = reportPage(source, { ...metrics, epochs: metrics.epochs.slice(0, 1) });
    const chart = own.slice(own.indexOf('aria-label="Accuracy'));
    for (const text of ['Complete 41', 'Audio missing 30', 'Visual missing 20'])
      expect(chart).toContain(`${text}</text>`);
    expect(chart.match(/<circle/g)).toHaveLength(3);
  });
});

describe('a chart', () => {
  it('spans the range of its values, and is interrupted at NaN', () => {
    const svg = lineChart('Losses', 'step', [
      {
        name: 'a',
        points: [
          [0, 0],
          [5, NaN],
          [10, 100],
        ],
      },
      {
        name: 'b',
        points: [
          [0, 50],
          [10, 50],
        ],
      },
    ]);
    expect(svg).toContain('d="M56.0 240.0M624.0 36.0"');
    expect(svg).toContain('d="M56.0 138.0L624.0 138.0"');
    expect(svg).toContain('aria-label="Losses"');
  });

  it('is valid without points and with one point', () => {
    expect(lineChart('x', 'step', [])).not.toContain('NaN');
    expect(lineChart('x', 'step', [{ name: 'a', points: [[3, 3]] }])).not.toContain('NaN');
  });

  it('distinguishes eight lines by colour and dashes, and names each at its end', () => {
    const series = Array.from({ length: 8 }, (_, index) => ({
      name: `loss ${index}`,
      points: [
        [0, 1],
        [1, 1],
      ] as const,
    }));
    const svg = lineChart('x', 'step', series);
    const styles = [...svg.matchAll(/h18" stroke="(#\w+)"(?: stroke-dasharray="([^"]*)")?/g)];
    expect(new Set(styles.map(([, colour]) => colour)).size).toBe(8);
    expect(new Set(styles.map(([, , dash]) => dash ?? '')).size).toBe(8);
    const places = [...svg.matchAll(/y="([\d.]+)" text-anchor="start">loss/g)].map(([, y]) => Number(y));
    const gaps = places.toSorted((a, b) => a - b).map((y, index, all) => y - (all[index - 1] ?? -Infinity));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(14);
    expect(spread([0, 0, 100], 0, 100)).toEqual([0, 14, 100]);
  });

  it('has round numbers at its axes', () => {
    expect(ticks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(38.9, 44.4)).toEqual([40, 42, 44]);
    expect(ticks(-3, 12)).toEqual([0, 5, 10]);
  });
});
