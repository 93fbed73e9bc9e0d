import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument, type GraphDocument } from '../../../graph-nodes/graph/document';
import { Random } from '../../../graph-nodes/graph/random';
import { scenarios } from '../../../graph-nodes/datasets/dataset';
import { batch, eager, expectClose, runOf } from '../../../test/fixtures/exported';
import { ablations, tinyPipeline, unetGraph, withParameters } from '../../../test/fixtures/graphs';
import { startBackend } from '../../backends/backend';
import { exportRun } from '../export';
import { datasetOfRun, exportDraws } from '../onnx-export';
import { pythonModule } from './module';
import { stateOf } from './state';

const preset = (name: string): GraphDocument =>
  parseDocument(readFileSync(path.join(import.meta.dirname, '../../../presets', `${name}.json`), 'utf8'));

const graphs: Readonly<Record<string, GraphDocument>> = {
  'orchestra-zero-fill': preset('orchestra-zero-fill'),
  'orchestra-rmm': preset('orchestra-rmm'),
  'orchestra-rmm-avr': preset('orchestra-rmm-avr'),
  // The paper's graph of MUSIC-AVQA at small sizes: its parameters, with the U-Net.
  'music-avqa': withParameters(preset('music-avqa-paper'), {
    dataset: { seconds: 2, height: 3, width: 3, visualWidth: 16 },
    audio: { width: 16 },
    question: { width: 16 },
    rmm: { slots: 5 },
    avr: { width: 8, steps: 3 },
  }),
};
/** Options of nodes that the graphs above do not have. */
const options = [
  unetGraph,
  'mean fill, bag of words, no question in the recall',
  'slots that start as training features',
  'mean-pool head on both, learned token, linear projection',
  'mean-pool head on sound alone',
  'question alone',
] as const;

/** A Python with torch: `STUDIO_PYTHON`, else `python3`; undefined where it lacks a package. */
function pythonWithTorch(): string | undefined {
  const python = process.env['STUDIO_PYTHON'] ?? 'python3';
  return spawnSync(python, ['-c', 'import torch, safetensors']).status === 0 ? python : undefined;
}
const python = pythonWithTorch();

interface Found {
  readonly logits: Readonly<Record<string, readonly number[]>>;
  readonly state: Readonly<Record<string, readonly number[]>>;
}
const fixtureFile = path.join(import.meta.dirname, 'pytorch-fixtures.json');

const pythonScenario = (scenario: string): string => scenario.replace('Missing', '_missing');
const random = (scenario: string) => new Random(1, `${exportDraws}/${scenario}/avr`);

let folder: string;
beforeAll(async () => {
  await startBackend('wasm');
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-pytorch-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Numbers that the diffusion draws in a scenario, a list for each step but the last. */
function drawsOf({ nodes }: GraphDocument, size: number, scenario: string): number[][] {
  const steps = Number(nodes.find(({ id }) => id === 'avr')?.parameters['steps'] ?? 1);
  const stream = random(scenario);
  return Array.from({ length: steps - 1 }, () => [...stream.normals(size)]);
}

/** Writes a run's export with inputs for compare.py; returns our logits. */
async function exported(name: string, document: GraphDocument): Promise<Float32Array[]> {
  const { run, model } = runOf(document);
  const { feeds, logits } = eager(run, model);
  model.dispose();
  const { spec } = datasetOfRun(run);
  const { seconds, height, width, audioWidth, visualWidth, questionLength } = spec;
  const own = path.join(folder, name);
  mkdirSync(own);
  const { files } = await exportRun(run, 'pytorch', { batch, drawsAsInputs: false });
  for (const file of files) writeFileSync(path.join(own, file.name), file.bytes);
  const size = batch * seconds * height * width * visualWidth;
  const inputs = {
    audio: { shape: [batch, seconds, audioWidth], values: [...feeds.audio] },
    visual: { shape: [batch, seconds, height, width, visualWidth], values: [...feeds.visual] },
    question: { shape: [batch, questionLength], values: [...feeds.question] },
    draws: Object.fromEntries(
      scenarios.map((scenario) => [pythonScenario(scenario), drawsOf(document, size, scenario)]),
    ),
  };
  writeFileSync(path.join(own, 'inputs.json'), JSON.stringify(inputs));
  return logits;
}

function computed(names: readonly string[]): Record<string, Found> {
  const script = path.join(import.meta.dirname, 'compare.py');
  const folders = names.map((name) => path.join(folder, name));
  const output = execFileSync(python ?? '', [script, ...folders], { encoding: 'utf8', maxBuffer: 1e8 });
  const found = JSON.parse(output) as Record<string, Found>;
  return Object.fromEntries(names.map((name, index) => [name, found[folders[index] ?? ''] as Found]));
}

const inOrder = ({ logits }: Found): Float32Array[] =>
  scenarios.map((scenario) => Float32Array.from(logits[pythonScenario(scenario)] ?? []));

describe('the PyTorch module of a run', () => {
  it.skipIf(!python)('gives our logits in every scenario (needs python3 with torch and safetensors)', async () => {
    const all = { ...graphs, ...Object.fromEntries(options.map((name) => [name, ablations[name] as GraphDocument])) };
    const ours = new Map<string, Float32Array[]>();
    for (const [name, document] of Object.entries(all)) ours.set(name, await exported(name, document));
    const theirs = computed([...ours.keys()]);
    for (const [name, logits] of ours) expectClose(inOrder(theirs[name] as Found), logits);
    if (process.env['STUDIO_WRITE_FIXTURES']) {
      const rounded = Object.keys(graphs).map((name) => {
        const { logits, state } = theirs[name] as Found;
        const short = Object.entries(logits).map(([key, values]) => [key, values.map((value) => +value.toFixed(5))]);
        return [name, { logits: Object.fromEntries(short) as Found['logits'], state }];
      });
      writeFileSync(fixtureFile, `${JSON.stringify(Object.fromEntries(rounded))}\n`);
    }
  });

  const fixtures = () => JSON.parse(readFileSync(fixtureFile, 'utf8')) as Record<string, Found>;

  it.each(Object.keys(graphs))('has the weights of torch’s state_dict, and the stored logits: %s', (name) => {
    const { run, model } = runOf(graphs[name] as GraphDocument);
    const fixture = fixtures()[name] as Found;
    const shapes = [...stateOf(run)].map(([key, { shape }]) => [key, shape]);
    expect(Object.fromEntries(shapes)).toEqual(fixture.state);
    expectClose(inOrder(fixture), eager(run, model).logits);
    model.dispose();
  });

  it('refuses a kind without a PyTorch writer, naming the node', async () => {
    const { run, model } = runOf(ablations['ActionMAE'] as GraphDocument);
    model.dispose();
    await expect(exportRun(run, 'pytorch', { batch, drawsAsInputs: false })).rejects.toThrow(
      'Node “rmm” cannot be written for PyTorch: there is no PyTorch module for the kind “action-mae”;',
    );
  });
});

describe('text in a PyTorch module', () => {
  const document = tinyPipeline();
  const { node, spec } = datasetOfRun({ document, vocabulary: ['<pad>'], answers: ['yes'] });
  const withTitle = (title: string) =>
    pythonModule(
      { ...document, title, nodes: document.nodes.map((each) => ({ ...each, title, comment: title })) },
      node,
      spec,
    );
  /** The module without its comments. */
  const code = (text: string) => text.replace(/^ *#.*$/gm, '');

  it('is a comment, whatever the titles are', () => {
    const plain = code(withTitle('Title'));
    const hostile = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            '\n',
            '\r',
            '\f',
            '\v',
            '\0',
            '\u2028',
            '"""',
            "'",
            '\\',
            '#',
            'coding: latin-1',
            'import os',
          ),
          fc.string({ unit: 'binary', maxLength: 4 }),
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, (title) => {
        const text = withTitle(title);
        expect(code(text)).toBe(plain);
        // Python reads an encoding in the first two lines, and ends a line at \r and \n alone.
        expect(text.split('\n').slice(0, 2).join('')).not.toContain('coding');
        expect(text).not.toMatch(/[\0\r\f\v]/);
      }),
      { numRuns: 60 },
    );
  });

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)('compiles with hostile titles and ids', () => {
    const ids = ['class', 'forward', 'a-b', 'a_b', 'a--b', 'def', 'self', 'load', 'train'];
    const names = new Map(document.nodes.map(({ id }, index) => [id, ids[index] ?? id]));
    const renamed = <End extends { readonly node: string }>(end: End) => ({ ...end, node: names.get(end.node) ?? '' });
    const hostile = {
      ...document,
      title: '"""\nimport os #',
      nodes: document.nodes.map((each) => ({ ...each, id: names.get(each.id) ?? '', title: "''' \\ \n x" })),
      edges: document.edges.map(({ from, to }) => ({ from: renamed(from), to: renamed(to) })),
    };
    const file = path.join(folder, 'hostile.py');
    writeFileSync(file, pythonModule(hostile, names.get(node) ?? '', spec));
    execFileSync('python3', ['-m', 'py_compile', file]);
  });
});
