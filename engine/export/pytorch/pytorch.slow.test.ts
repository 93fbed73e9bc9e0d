import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  parseDocument,
  type GraphDocument,
  type GraphNode,
  type ParameterValue,
} from '../../../graph-nodes/graph/document';
import { Random } from '../../../graph-nodes/graph/random';
import { hasRole } from '../../../graph-nodes/graph/roles';
import { testScenarios } from '../../../graph-nodes/datasets/dataset';
import { catalogue } from '../../../graph-nodes/nodes/catalogue';
import { randomBatch } from '../../../test/fixtures/batch';
import { batch, runOf } from '../../../test/fixtures/exported';
import { ablations, replaceKind, tinyPipeline, unetGraph, withParameters } from '../../../test/fixtures/graphs';
import { pipelineAround } from '../../../test/fixtures/pipeline-around';
import { startBackend } from '../../backends/backend';
import type { BatchInput, Model } from '../../model/build';
import { logitsOf } from '../../training/logits';
import { exportRun } from '../export';
import { datasetOfRun, exportDraws, graphInUse } from '../onnx-export';
import { moduleNames, pythonModule, writerOf, writtenKinds } from './module';
import { snakeCase } from './python';
import { stateOf } from './state';

const presetFolder = path.join(import.meta.dirname, '../../../presets');

/** Small sizes of the presets by the kind of the node; the other parameters are the preset's. */
const small: Readonly<Record<string, Readonly<Record<string, ParameterValue>>>> = {
  'music-avqa': { seconds: 2, height: 3, width: 3, visualWidth: 16 },
  orchestra: { visualWidth: 16 },
  'audio-encoder': { width: 16 },
  'question-encoder': { width: 16 },
  'rmm-generator': { slots: 5 },
  'avr-diffusion': { width: 8, steps: 3 },
  retrieval: { bank: 6 },
  r2scp: { bank: 6, width: 8 },
  'feed-forward-imputer': { width: 8 },
  'residual-autoencoder': { width: 8 },
  shaspec: { width: 8 },
  'action-mae': { heads: 2, headWidth: 4, layers: 2 },
  'gated-head': { width: 8 },
};
function preset(file: string): GraphDocument {
  const document = parseDocument(readFileSync(path.join(presetFolder, file), 'utf8'));
  return withParameters(document, Object.fromEntries(document.nodes.map(({ id, kind }) => [id, small[kind] ?? {}])));
}

const presets: Readonly<Record<string, GraphDocument>> = Object.fromEntries(
  readdirSync(presetFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [path.basename(file, '.json'), preset(file)]),
);

/** Graphs whose logits and weights are stored for comparison without torch; together they contain every kind. */
const stored: Readonly<Record<string, GraphDocument>> = {
  'music-avqa-paper': presets['music-avqa-paper'] as GraphDocument,
  ...Object.fromEntries(
    [
      'the full pipeline',
      'slots that start as training features',
      'mean fill, bag of words, no question in the recall',
      'mean-pool head on both, learned token, linear projection',
      'a feed-forward imputer',
      'a residual autoencoder and a transformer head',
      'retrieval and a transformer head over all cells',
      'ShaSpec',
      'ActionMAE',
      'missing-aware prompts',
      'R2ScP retrieval',
    ].map((name) => [name, ablations[name] as GraphDocument]),
  ),
  'a question-gated head': replaceKind('head', 'gated-head', { width: 6 }),
};

/** Options of nodes that the graphs above do not use. */
const options = [
  unetGraph,
  'neither generator nor diffusion',
  'nothing missing',
  'noise fill in half of the videos, last reverse step only',
  'mean-pool head on sound alone',
  'question alone',
] as const;

/** A Python with torch: `STUDIO_PYTHON`, else `python3`; undefined if it lacks a package. */
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

const pythonScenario = snakeCase;

let folder: string;
beforeAll(async () => {
  await startBackend('wasm');
  folder = mkdtempSync(path.join(os.tmpdir(), 'studio-pytorch-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface OurPass {
  readonly logits: Float32Array;
  /** Random numbers of the nodes, in order. */
  readonly draws: readonly (readonly number[])[];
}

/** Our own eager logits and draws by scenario. */
function ourPasses(model: Model, input: BatchInput): Readonly<Record<string, OurPass>> {
  return Object.fromEntries(
    testScenarios.map((scenario): [string, OurPass] => {
      const draws: number[][] = [];
      const streams = new Map<string, Random>();
      const draw: BatchInput['draw'] = (stream, shape, values) => {
        const random = streams.get(stream) ?? new Random(1, `${exportDraws}/${stream}`);
        streams.set(stream, random);
        const drawn = values(random, tf.util.sizeFromShape([...shape]));
        draws.push([...drawn]);
        return tf.tensor(drawn, [...shape]);
      };
      const [logits] = tf.tidy(() =>
        logitsOf(model, { ...input, draw }, exportDraws, [{ scenario }]).map((each) => each.dataSync() as Float32Array),
      );
      return [pythonScenario(scenario), { logits: logits as Float32Array, draws }];
    }),
  );
}

/** A run of a graph for inference, where a scenario drops its modality in every sample. */
const runInUse = (document: GraphDocument) => runOf(graphInUse(document));

function ours(document: GraphDocument) {
  const { run, model } = runInUse(document);
  const { input, batch: given } = randomBatch(datasetOfRun(run).spec, batch, 5);
  const passes = ourPasses(model, input);
  model.dispose();
  return { run, passes, given };
}

/** Writes a run's export with inputs for compare.py; returns our logits. */
async function exported(name: string, document: GraphDocument): Promise<Readonly<Record<string, OurPass>>> {
  const { run, passes, given } = ours(document);
  const own = path.join(folder, name);
  mkdirSync(own);
  const { files } = await exportRun(run, 'pytorch', { batch, drawsAsInputs: false });
  for (const file of files) writeFileSync(path.join(own, file.name), file.bytes);
  const valuesOf = (tensor: tf.Tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()] });
  const inputs = {
    audio: valuesOf(given.audio.values),
    visual: valuesOf(given.visual.values),
    question: valuesOf(given.question),
    draws: Object.fromEntries(Object.entries(passes).map(([scenario, { draws }]) => [scenario, draws])),
  };
  writeFileSync(path.join(own, 'inputs.json'), JSON.stringify(inputs));
  return passes;
}

function computed(names: readonly string[]): Record<string, Found> {
  const script = path.join(import.meta.dirname, 'compare.py');
  const folders = names.map((name) => path.join(folder, name));
  const output = execFileSync(python ?? '', [script, ...folders], { encoding: 'utf8', maxBuffer: 1e8 });
  const found = JSON.parse(output) as Record<string, Found>;
  return Object.fromEntries(names.map((name, index) => [name, found[folders[index] ?? ''] as Found]));
}

/** Logits of every scenario to 1e-4. */
function expectLogits(name: string, { logits }: Found, passes: Readonly<Record<string, OurPass>>): void {
  expect(Object.keys(logits), name).toEqual(testScenarios.map(pythonScenario));
  for (const [scenario, { logits: wanted }] of Object.entries(passes)) {
    const found = logits[scenario] ?? [];
    expect(found, `${name}, ${scenario}`).toHaveLength(wanted.length);
    const apart = Math.max(...wanted.map((want, place) => Math.abs(want - (found[place] ?? NaN))));
    expect(apart, `${name}, ${scenario}`).toBeLessThan(1e-4);
  }
}

/** Kinds of nodes with a computation, in graphs. */
const computedKinds = (documents: Readonly<Record<string, GraphDocument>>): Set<string> =>
  new Set(
    Object.values(documents).flatMap(({ nodes }) => nodes.filter(({ bypassed }) => !bypassed).map(({ kind }) => kind)),
  );
const refusal = (node: string, kind: string): string =>
  `Node “${node}” cannot be exported to PyTorch, because the kind “${kind}” has no PyTorch module;`;
const computing = catalogue.kinds.filter((kind) => !hasRole(kind, 'dataset') && !hasRole(kind, 'trainer'));

describe('the PyTorch module of a run', () => {
  it.skipIf(!python)('gives our logits in every scenario (needs python3 with torch and safetensors)', async () => {
    const all = {
      ...presets,
      ...stored,
      ...Object.fromEntries(options.map((name) => [name, ablations[name] as GraphDocument])),
    };
    const passes = new Map<string, Readonly<Record<string, OurPass>>>();
    for (const [name, document] of Object.entries(all)) passes.set(name, await exported(name, document));
    const theirs = computed([...passes.keys()]);
    for (const [name, own] of passes) expectLogits(name, theirs[name] as Found, own);
    if (process.env['STUDIO_WRITE_FIXTURES']) {
      const rounded = Object.keys(stored).map((name) => {
        const { logits, state } = theirs[name] as Found;
        const short = Object.entries(logits).map(([key, values]) => [key, values.map((value) => +value.toFixed(5))]);
        return [name, { logits: Object.fromEntries(short) as Found['logits'], state }];
      });
      writeFileSync(fixtureFile, `${JSON.stringify(Object.fromEntries(rounded))}\n`);
    }
  });

  const fixtures = () => JSON.parse(readFileSync(fixtureFile, 'utf8')) as Record<string, Found>;

  it('has stored logits of every kind that it supports', () => {
    const found = computedKinds(stored);
    expect([...writtenKinds].filter((kind) => !found.has(kind))).toEqual([]);
  });

  it.each(Object.keys(stored))('has the weights of torch’s state_dict, and the stored logits: %s', (name) => {
    const { run, passes } = ours(stored[name] as GraphDocument);
    const fixture = fixtures()[name] as Found;
    const shapes = [...stateOf(run)].map(([key, { shape }]) => [key, shape]);
    expect(Object.fromEntries(shapes)).toEqual(fixture.state);
    expectLogits(name, fixture, passes);
  });

  it('refuses a kind without a PyTorch writer, naming node and kind', () => {
    const [first] = Object.values(stored) as [GraphDocument];
    const node = { ...first.nodes[0], id: 'new', kind: 'new-generators', title: 'Mine' } as GraphNode;
    expect(() => writerOf(node, { ...first, nodes: [node] })).toThrow(refusal('Mine', 'new-generators'));
  });
});

describe.each(computing.map((kind) => [kind.kind, kind] as const))('the kind %s in PyTorch', (name, kind) => {
  const { document, id } = pipelineAround(kind);
  const { node, spec } = datasetOfRun({ document, vocabulary: ['<pad>'], answers: ['yes'] });
  const written = () => pythonModule(document, node, spec);

  if (!writtenKinds.has(name)) {
    it('is refused by name', () => expect(written).toThrow(refusal(kind.title, name)));
    return;
  }
  it('has a module and a statement, and each class once', () => {
    const text = written();
    const defined = [...text.matchAll(/^(?:class|def) (\w+)/gm)].map(([, own]) => own);
    expect(new Set(defined).size).toBe(defined.length);
    const code = text.replaceAll(/""".*?"""|"[^"\n]*"/gs, '');
    const bases = [...code.matchAll(/^class \w+\(([A-Z]\w*)\)/gm)].map(([, own]) => own ?? '');
    const called = [...code.matchAll(/(?<![\w.])([A-Z][a-z]\w*)\(/g)].map(([, own]) => own ?? '');
    const known = new Set([...defined, 'NamedTuple', 'Path', 'ValueError']);
    expect([...bases, ...called].filter((own) => !known.has(own))).toEqual([]);
    const module = moduleNames(document).get(id) ?? '';
    expect(text).toContain(`self.${module} = `);
    expect(text).toMatch(new RegExp(`^        ${module}_\\w+.* = self\\.${module}\\(`, 'm'));
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

  it('is a comment, for any titles', () => {
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
