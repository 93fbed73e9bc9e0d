import { scenarios, type TestScenario } from '../../../graph-nodes/datasets/dataset';
import { escapeXml } from '../../../graph-nodes/picture/xml';
import { graphPicture } from '../../../graph-nodes/picture/picture';
import { inEnglish, verbatim, type EngineMessage } from '../../contract/messages';
import type { ReportPart } from '../../contract/words/report';
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

/** Formats a message as HTML. */
type Text = (message: EngineMessage) => string;

/** The English text alone. */
const plainText: Text = (message) => escapeXml(inEnglish(message));

/** The English text with the message beside it, from which the script of a page makes the text of another language. */
export const translatedText: Text = (message) =>
  `<span data-message="${escapeXml(JSON.stringify(message))}">${plainText(message)}</span>`;

const part = (name: ReportPart): EngineMessage => ({ code: 'reportPart', part: name });
const scenarioName = (scenario: TestScenario): EngineMessage => ({ code: 'scenarioName', scenario });

const head = (text: string): string => `<th scope="col" class="number">${text}</th>`;
const cell = (text: string | number): string => `<td class="number">${text}</td>`;

/** Stages with their accuracy on all held-out questions. */
function stageTable(stages: readonly StageFacts[], text: Text): string {
  const heads = [part('epochs'), part('steps'), ...scenarios.map(scenarioName)].map((one) => head(text(one)));
  const rows = stages.map(
    ({ description, epochs, steps, cells }) =>
      `<tr><th scope="row">${text(description)}</th>${[epochs, steps, ...cells].map(cell).join('')}</tr>`,
  );
  const caption = text(part('stagesCaption'));
  return `<table><caption>${caption}</caption><tr><td></td>${heads.join('')}</tr>${rows.join('')}</table>`;
}

/** Scenarios with the cost of each. */
function storyTable(rows: readonly MissingFacts[], text: Text): string {
  const staged = rows.some(({ restored }) => restored !== undefined);
  const heads: readonly ReportPart[] = [
    'accuracy',
    'againstComplete',
    'aboveMostFrequent',
    'keptShare',
    ...(staged ? (['restored'] as const) : []),
  ];
  const lines = rows.map(({ scenario, accuracy, cost, aboveTrivial, kept, restored }) => {
    const cells = [accuracy, cost, aboveTrivial, kept, ...(staged ? [restored ?? '–'] : [])];
    return `<tr><th scope="row">${text(scenarioName(scenario))}</th>${cells.map(cell).join('')}</tr>`;
  });
  const caption = text(part('costCaption'));
  const titles = heads.map((name) => head(text(part(name)))).join('');
  return `<table class="story"><caption>${caption}</caption><tr><td></td>${titles}</tr>${lines.join('')}</table>`;
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
 * @param text formats the messages of the report
 */
export function reportBody(
  source: ReportSource,
  { steps, epochs }: StoredMetrics,
  opening = '',
  text: Text = plainText,
): string {
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
    ({ name, cells }) => `<tr><th scope="row">${name.map(text).join(' · ')}</th>${cells.map(cell).join('')}</tr>`,
  );
  const scenarioHeads = scenariosOf(seeds).map((scenario) => head(text(scenarioName(scenario))));
  const settings = nodesOf(run, result).map(({ id, kind, title, bypassed, parameters }) => {
    const texts = parameters.map((one) => `${one.title}: ${one.value}`).join(' · ');
    const node: EngineMessage = { code: 'nodeKind', kind, title };
    const name = text(bypassed ? { code: 'reportBypassed', node } : node);
    return `<tr><td>${name}</td><td><code>${escapeXml(id)}</code></td><td>${escapeXml(texts)}</td></tr>`;
  });
  const { baseline, questions } = result;
  const facts: readonly (readonly [ReportPart, EngineMessage])[] = [
    ['run', verbatim(result.run)],
    ['seed', verbatim(String(result.seed))],
    ['backend', verbatim(result.backend)],
    ['trainable', verbatim(result.parameters.toLocaleString('en'))],
    ['length', { code: 'reportLength', epochs: String(result.epochs), steps: result.steps.toLocaleString('en') }],
    ['questions', { code: 'reportQuestions', ...questions }],
    [
      'mostFrequent',
      {
        code: 'reportMostFrequent',
        all: baseline.mostFrequent.toFixed(1),
        perType: baseline.mostFrequentPerType.toFixed(1),
      },
    ],
  ];
  const heading = (name: ReportPart) => `<h2>${text(part(name))}</h2>`;
  const rows = facts.map(([name, value]) => `<tr><th scope="row">${text(part(name))}</th><td>${text(value)}</td></tr>`);
  return `<h1>${escapeXml(titleOf(run))}</h1>
<p>${escapeXml(run.document.description)}</p>
${opening}<table>${rows.join('')}</table>
${heading('graph')}
<figure>${graphPicture(run.document, { carriesDocument: false })}</figure>
${heading('accuracy')}
<table><caption>${text(accuracyCaption(seeds))}</caption><tr><td></td>${scenarioHeads.join('')}</tr>${accuracy.join('')}</table>
${trivialNote(seeds)
  .map((note) => `<p>${text(note)}</p>\n`)
  .join('')}${stages.length > 0 ? `${heading('stages')}\n${stageTable(stages, text)}\n` : ''}${heading('cost')}
<p>${storySentences(source).map(text).join(' ')}</p>
${storyTable(storyOfMissing(seeds), text)}
${heading('curves')}
<figure>${lossChart}<figcaption>${text(part('lossCurve'))}</figcaption></figure>
<figure>${accuracyChart}<figcaption>${text(part('accuracyCurve'))}</figcaption></figure>
${heading('settings')}
<table>${settings.join('')}</table>
${heading('limits')}
<ul>${limitsOf(source)
    .map((limit) => `<li>${text(limit)}</li>`)
    .join('')}</ul>`;
}
