import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { buildModel } from '../../engine/model/build';
import type { EdgeValues, Pass } from '../../graph-nodes/layers/layer';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { analyse } from '../../graph-nodes/graph/analyse';
import { Random } from '../../graph-nodes/graph/random';
import { typescriptOf } from '../../renderer/documents/typescript';
import { randomBatch } from '../fixtures/batch';
import { tinyPipeline } from '../fixtures/graphs';

interface Exported {
  readonly variables: Map<string, tf.Variable>;
  forward(sources: Record<string, EdgeValues>, passOf: (node: string) => Pass): tf.Tensor2D;
}

let folder: string;

/** In a folder that git ignores and from which packages are found. */
beforeAll(async () => {
  await mkdir('dist', { recursive: true });
  folder = await mkdtemp(path.resolve('dist', 'export-'));
  await tf.setBackend('cpu');
});
afterAll(() => rm(folder, { recursive: true }));

async function load(name: string, document: GraphDocument): Promise<Exported> {
  const file = path.join(folder, `${name}.ts`);
  await writeFile(file, typescriptOf(document, path.relative(folder, process.cwd())));
  return (await import(file)) as Exported;
}

describe('a graph exported as TypeScript', () => {
  it.each(['complete', 'audioMissing'] as const)('gives the studio’s own logits, %s', async (scenario) => {
    for (const bypassed of [false, true]) {
      const document = tinyPipeline();
      const graph = {
        ...document,
        nodes: document.nodes.map((node) => (node.id === 'avr' ? { ...node, bypassed } : node)),
      };
      const spec = analyse(graph, catalogue).nodes.get('dataset')?.inference.outputs['batch']?.batch;
      if (!spec) throw new Error('no batch');
      const { input } = randomBatch(spec, 3, 7);
      const seed = 1;
      const model = buildModel(graph, { dataset: spec }, seed);
      const expected = model.open(input)({ scenario, training: false, randomKey: 'test' }).logits;
      const exported = await load(`model-${scenario}-${String(bypassed)}`, graph);
      const logits = exported.forward(input.sources, (node) => ({
        scenario,
        training: false,
        frozen: false,
        draw(shape, draw) {
          const random = new Random(seed, `test/${scenario}/${node}`);
          return tf.tensor(draw(random, tf.util.sizeFromShape([...shape])), [...shape]);
        },
        addLoss: () => undefined,
        shared: (_key, compute) => compute(),
      }));
      expect([...exported.variables.keys()]).toEqual([...model.variables.keys()]);
      expect([...(await logits.data())]).toEqual([...(await expected.data())]);
      model.dispose();
    }
  });

  it('is sound TypeScript under the studio’s own settings', async () => {
    const file = path.join(folder, 'checked.ts');
    await writeFile(file, typescriptOf(tinyPipeline(), path.relative(folder, process.cwd())));
    const { config } = ts.readConfigFile('tsconfig.base.json', (name) => ts.sys.readFile(name)) as {
      config: { compilerOptions: object };
    };
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
    const program = ts.createProgram([file], {
      ...options,
      composite: false,
      emitDeclarationOnly: false,
      noEmit: true,
    });
    const found = [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()].map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, '\n'),
    );
    expect(found).toEqual([]);
  });

  it('is refused with the graph’s first error', () => {
    expect(() => typescriptOf(tinyPipeline({ rmm: { slots: 0 } }))).toThrow(/slots/);
  });
});
