import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunResult } from '../../engine/contract/runs';
import { formatDocument } from '../../graph-nodes/graph/document';
import { analysisOf } from '../../renderer/documents/analysis';
import { addNode, connect, emptyDocument } from '../../renderer/documents/editing';
import { laidOut } from '../../renderer/documents/layout';
import { studio } from '../fixtures/studio';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-by-hand-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The pipeline with the RMM generator, built as in the editor from an empty canvas: nodes from the palette, then wires. */
function wiredByHand() {
  const nodes = [
    ...['orchestra', 'missing-modality', 'audio-encoder', 'visual-encoder', 'question-encoder'],
    ...['rmm-generator', 'avst-head', 'trainer'],
  ].reduce((document, kind) => addNode(document, kind, { x: 0, y: 0 })[0], emptyDocument());
  const wired = [
    ['orchestra/batch', 'missing-modality/batch'],
    ['missing-modality/batch', 'audio-encoder/batch'],
    ['missing-modality/batch', 'visual-encoder/batch'],
    ['missing-modality/batch', 'question-encoder/batch'],
    ['audio-encoder/audio', 'rmm-generator/audio'],
    ['visual-encoder/visual', 'rmm-generator/visual'],
    ['question-encoder/question', 'rmm-generator/question'],
    ['rmm-generator/audio', 'avst-head/audio'],
    ['rmm-generator/visual', 'avst-head/visual'],
    ['question-encoder/question', 'avst-head/question'],
    ['avst-head/logits', 'trainer/logits'],
    ['orchestra/labels', 'trainer/labels'],
  ].reduce((document, ends) => {
    const [from, to] = ends.map((end) => {
      const [node = '', socket = ''] = end.split('/');
      return { node, socket };
    });
    return from && to ? connect(document, { from, to }) : document;
  }, nodes);
  return laidOut(wired);
}

it('a graph that is wired by hand on Orchestra has no problems, and trains with the default settings of its nodes', async () => {
  const document = wiredByHand();
  expect(analysisOf(document).problems).toEqual([]);
  const trainer = document.nodes.find(({ id }) => id === 'trainer');
  expect(trainer?.parameters).toMatchObject({ epochs: 3, batchSize: 32 });
  const file = path.join(folder, 'by-hand.json');
  await writeFile(file, formatDocument(document));
  // A part of the data and one epoch; all other settings are those of the new nodes.
  const less = ['--set', 'orchestra.scenes=60', '--set', 'trainer.warmUp=0', '--epochs', '1'];
  const { code, out, err } = await studio('train', file, '--json', ...less, '--runs', path.join(folder, 'runs')).ended;
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  const { accuracy, losses, steps } = JSON.parse(out) as RunResult;
  expect(steps).toBeGreaterThan(1);
  expect(Object.values(losses ?? {}).every(Number.isFinite)).toBe(true);
  expect(Object.keys(accuracy)).toEqual(expect.arrayContaining(['complete', 'audioMissing', 'visualMissing']));
});
