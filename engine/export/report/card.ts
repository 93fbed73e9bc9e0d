import path from 'node:path';
import { scenarios } from '../../../graph-nodes/datasets/dataset';
import { escapeMarkdown, markdownCode as code, shellWord } from '../../results/formats/markdown';
import { inEnglish } from '../../contract/messages';
import type { MeasuredRun } from '../../results/results';
import { scenarioText } from '../../results/table';
import { datasetOfRun } from '../onnx-export';
import {
  accuracyCaption,
  accuracyRows,
  changedOf,
  costOfMissing,
  limitsOf,
  nodesOf,
  recallOf,
  scenariosOf,
  stagesOf,
  titleOf,
  trivialNote,
  type NodeFacts,
  type ReportSource,
  type StageFacts,
} from './facts';

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
const whole = (number: number): string => number.toLocaleString('en');

function accuracyTable(seeds: readonly MeasuredRun[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const scenarios = scenariosOf(seeds);
  return [
    row(['questions', ...scenarios.map((scenario) => scenarioText(scenario).toLowerCase())]),
    row(['---', ...scenarios.map(() => '---:')]),
    ...accuracyRows(seeds).map(({ name, cells }) =>
      row([name.map(inEnglish).join(' · '), ...cells.map((cell) => cell.replace('*', '\\*'))]),
    ),
  ].join('\n');
}

function stageTable(stages: readonly StageFacts[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const names = scenarios.map((scenario) => scenarioText(scenario).toLowerCase());
  return [
    row(['stage', 'epochs', ...names]),
    row(['---', '---:', ...names.map(() => '---:')]),
    ...stages.map(({ description, epochs, cells }) =>
      row([escapeMarkdown(inEnglish(description)), String(epochs), ...cells]),
    ),
  ].join('\n');
}

function describeNode(node: NodeFacts): string {
  const changed = changedOf(node).map(({ title, value }) => `${escapeMarkdown(title)} ${code(value)}`);
  const about = [
    ...(node.bypassed ? ['bypassed'] : []),
    ...(node.trainable > 0 ? [`${whole(node.trainable)} trainable parameters`] : []),
    ...changed,
  ];
  return `**${escapeMarkdown(node.title)}** (${code(node.id)})${about.length > 0 ? `: ${about.join(', ')}` : ''}`;
}

/**
 * A model card of a run in Markdown: data, method, results with seeds, effect of a missing modality, limits, loading.
 */
export function modelCard(source: ReportSource): string {
  const { run, result, seeds } = source;
  const nodes = nodesOf(run, result);
  const { spec, node: datasetNode, audio, visual } = datasetOfRun(run);
  const data = nodes.find(({ id }) => id === datasetNode);
  const trainer = nodes.at(-1);
  const own = nodes.filter((node) => node !== data && node !== trainer);
  const stages = stagesOf(source);
  const sources = [...new Set(own.map((node) => node.source))];
  const parts = [
    `# ${escapeMarkdown(titleOf(run))}`,
    'A model for audio-visual question answering. Inputs are audio and visual features of a video and a question in words; audio or visual can be missing. The output is one of a fixed set of answers.',
    ...(run.document.description.trim() === '' ? [] : [escapeMarkdown(run.document.description)]),
    `Run ${code(result.run)}, ${whole(result.parameters)} trainable parameters, ${result.epochs} ${result.epochs === 1 ? 'epoch' : 'epochs'}, ${whole(result.steps)} steps in total, seed ${result.seed}, backend ${code(result.backend)}.`,
    '## Data',
    list([
      ...(data ? [describeNode(data)] : []),
      `${whole(result.questions.train)} training questions, ${whole(result.questions.validation)} validation questions, ${whole(result.questions.test)} held-out questions; each video belongs to one of the three splits`,
      `a sample: ${[
        ...(audio ? [`sound [${spec.seconds}, ${spec.audioWidth}]`] : []),
        ...(visual ? [`picture [${spec.seconds}, ${spec.height}, ${spec.width}, ${spec.visualWidth}]`] : []),
        `question of at most ${spec.questionLength} words`,
      ].join(', ')}`,
    ]),
    '## Method',
    list(own.map(describeNode)),
    ...(trainer ? [`Trained by ${describeNode(trainer)}. Other settings have their defaults.`] : []),
    ...(result.startedFrom
      ? [
          `Training began from ${code(result.startedFrom.file)}, which had ${result.startedFrom.loaded} of ${result.startedFrom.of} weights.`,
        ]
      : []),
    ...(stages.length > 0
      ? [
          `Trained in ${stages.length} stages, each from the final weights of the previous one; accuracy on held-out questions in percent:`,
          stageTable(stages),
        ]
      : []),
    `Sources:\n\n${list(sources.map(escapeMarkdown))}`,
    '## Results',
    inEnglish(accuracyCaption(seeds)),
    accuracyTable(seeds),
    ...trivialNote(seeds).map((note) => escapeMarkdown(inEnglish(note))),
    `Baseline: always giving the most frequent answer reaches ${result.baseline.mostFrequent.toFixed(1)} %, that of each question type ${result.baseline.mostFrequentPerType.toFixed(1)} %.`,
    '## Effect of a missing modality',
    list([...costOfMissing(seeds), ...recallOf(seeds)].map(inEnglish)),
    '## Limits',
    list(limitsOf(source).map(inEnglish)),
    '## Loading the model',
    loading(path.basename(path.resolve(run.folder))),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Commands and code that open the model’s exports. */
function loading(run: string): string {
  return [
    'From the folder of the run:',
    '```sh',
    `studio import ${shellWord(`${run}.zip`)}             # add it to the runs folder`,
    `studio export ${shellWord(`runs/${run}`)} --format onnx   # or tfjs, safetensors`,
    '```',
    '```python',
    'import onnxruntime',
    'session = onnxruntime.InferenceSession("model.onnx")',
    'logits = session.run(["logits_audioMissing"], {"audio": audio, "visual": visual, "question": question})',
    '```',
    '```js',
    "const model = await tf.loadGraphModel('model-tfjs/model.json');",
    "const logits = model.execute({ audio, visual, question }, 'logits_audioMissing');",
    '```',
    'Words, answers, shapes and the graph itself are in the metadata of every exported file.',
  ].join('\n');
}
