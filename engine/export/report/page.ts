import { scenarios } from '../../../graph-nodes/datasets/dataset';
import { escapeXml } from '../../../graph-nodes/picture/xml';
import { graphPicture } from '../../../graph-nodes/picture/picture';
import { scenarioText } from '../../results/table';
import type { StoredMetrics } from '../../runs/stored-metrics';
import { lineChart, type Mark } from '../../results/html/chart';
import { htmlDocument } from '../../results/html/document';
import { reportStyle } from '../../results/html/style';
import {
  accuracyCaption,
  accuracyRows,
  limitsOf,
  nodesOf,
  scenariosOf,
  stagesOf,
  storyOfMissing,
  storySentences,
  titleOf,
  trivialNote,
  type MissingFacts,
  type ReportSource,
  type StageFacts,
} from './facts';

const list = (items: readonly string[]): string =>
  `<ul>${items.map((item) => `<li>${escapeXml(item)}</li>`).join('')}</ul>`;

/** Stages with their accuracy on all held-out questions. */
function stageTable(stages: readonly StageFacts[]): string {
  const head = (text: string) => `<th scope="col" class="number">${text}</th>`;
  const cell = (text: string | number) => `<td class="number">${text}</td>`;
  const heads = ['Epochs', 'Steps', ...scenarios.map(scenarioText)].map(head);
  const rows = stages.map(
    ({ description, epochs, steps, cells }) =>
      `<tr><th scope="row">${escapeXml(description)}</th>${[epochs, steps, ...cells].map(cell).join('')}</tr>`,
  );
  const caption = 'Accuracy on held-out questions in percent, at the end of each stage.';
  return `<table><caption>${caption}</caption><tr><td></td>${heads.join('')}</tr>${rows.join('')}</table>`;
}

/** Scenarios with the cost of each. */
function storyTable(rows: readonly MissingFacts[]): string {
  const staged = rows.some(({ restored }) => restored !== undefined);
  const heads = [
    'Accuracy',
    'Against complete',
    'Above the most frequent answer',
    'Kept share of the complete scenario’s points',
    ...(staged ? ['Restored since the first stage'] : []),
  ];
  const cell = (text: string) => `<td class="number">${text}</td>`;
  const lines = rows.map(({ scenario, accuracy, cost, aboveTrivial, kept, restored }) => {
    const cells = [accuracy, cost, aboveTrivial, kept, ...(staged ? [restored ?? '–'] : [])];
    return `<tr><th scope="row">${scenario}</th>${cells.map(cell).join('')}</tr>`;
  });
  const caption =
    'Accuracy on held-out questions in percent, differences in percentage points; * not above the most frequent answer of each type.';
  const head = heads.map((text) => `<th scope="col" class="number">${text}</th>`).join('');
  return `<table class="story"><caption>${caption}</caption><tr><td></td>${head}</tr>${lines.join('')}</table>`;
}

/** Starts of the stages from the second, on the axis of a chart. */
function stageMarks<Point extends { readonly stage?: number | undefined }>(
  records: readonly Point[],
  x: (point: Point) => number,
): Mark[] {
  return records.flatMap(({ stage }, index) => {
    const before = records[index - 1];
    return stage !== undefined && before && stage !== before.stage ? [{ at: x(before), label: `stage ${stage}` }] : [];
  });
}

/**
 * A run as one self-contained page without script: figures, curves, table and settings.
 * @param opening markup below the title, already escaped
 */
export const reportPage = (source: ReportSource, metrics: StoredMetrics, opening?: string): string =>
  htmlDocument({ title: titleOf(source.run), styles: [reportStyle], body: reportBody(source, metrics, opening) });

/**
 * Figures, curves, tables and settings of a run as HTML.
 * @param opening markup below the title, already escaped
 */
export function reportBody(source: ReportSource, { steps, epochs }: StoredMetrics, opening = ''): string {
  const { run, result, seeds } = source;
  const stages = stagesOf(source);
  const losses = [...new Set(steps.flatMap(({ losses: own }) => Object.keys(own)))];
  const lossChart = lineChart(
    'Losses',
    'step',
    losses.map((name) => ({
      name,
      points: steps.map(({ step, losses: own }) => [step, own[name] ?? NaN] as const),
    })),
    stageMarks(steps, ({ step }) => step),
  );
  const accuracyChart = lineChart(
    'Accuracy on the validation questions in percent',
    'epoch',
    scenarios.map((scenario) => ({
      name: scenarioText(scenario),
      points: epochs.map(({ epoch, accuracy }) => [epoch, accuracy[scenario]['overall'] ?? NaN] as const),
    })),
    stageMarks(epochs, ({ epoch }) => epoch),
  );
  const accuracy = accuracyRows(seeds).map(
    ({ name, cells }) =>
      `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td class="number">${cell}</td>`).join('')}</tr>`,
  );
  const scenarioHeads = scenariosOf(seeds).map(
    (scenario) => `<th scope="col" class="number">${scenarioText(scenario)}</th>`,
  );
  const settings = nodesOf(run, result).map(({ id, title, bypassed, parameters }) => {
    const texts = parameters.map((one) => `${one.title}: ${one.value}`).join(' · ');
    return `<tr><td>${escapeXml(title)}${bypassed ? ' (bypassed)' : ''}</td><td><code>${escapeXml(id)}</code></td><td>${escapeXml(texts)}</td></tr>`;
  });
  const facts: readonly (readonly [string, string])[] = [
    ['Run', result.run],
    ['Seed', String(result.seed)],
    ['Backend', result.backend],
    ['Trainable numbers', result.parameters.toLocaleString('en')],
    ['Epochs and steps', `${result.epochs} and ${result.steps.toLocaleString('en')}`],
    [
      'Questions',
      `${result.questions.train} training, ${result.questions.validation} validation, ${result.questions.test} held-out`,
    ],
    [
      'Most frequent answer',
      `${result.baseline.mostFrequent.toFixed(1)} %, of each type ${result.baseline.mostFrequentPerType.toFixed(1)} %`,
    ],
  ];
  return `<h1>${escapeXml(titleOf(run))}</h1>
<p>${escapeXml(run.document.description)}</p>
${opening}<table>${facts.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${escapeXml(value)}</td></tr>`).join('')}</table>
<h2>Graph</h2>
<figure>${graphPicture(run.document, { carriesDocument: false })}</figure>
<h2>Accuracy</h2>
<table><caption>${accuracyCaption(seeds)}</caption><tr><td></td>${scenarioHeads.join('')}</tr>${accuracy.join('')}</table>
${trivialNote(seeds)
  .map((note) => `<p>${note}</p>\n`)
  .join('')}${stages.length > 0 ? `<h2>Stages</h2>\n${stageTable(stages)}\n` : ''}<h2>Cost of a missing modality</h2>
<p>${storySentences(source).map(escapeXml).join(' ')}</p>
${storyTable(storyOfMissing(seeds))}
<h2>Curves</h2>
<figure>${lossChart}<figcaption>Losses by step</figcaption></figure>
<figure>${accuracyChart}<figcaption>Accuracy on the validation questions in percent, by epoch</figcaption></figure>
<h2>Settings</h2>
<table>${settings.join('')}</table>
<h2>Limits</h2>
${list(limitsOf(source))}`;
}
