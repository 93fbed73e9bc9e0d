import { describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { parseDocument } from '../../graph-nodes/graph/document';
import { trainingMemory } from '../../graph-nodes/nodes/trainer/memory';
import { planTraining } from '../../engine/model/plan';
import text from '../../presets/music-avqa-retrieval.json?raw';
import { totalsOf } from '../../renderer/documents/analysis';

describe('the memory that the editor tells', () => {
  const document = parseDocument(text);
  const analysis = analyse(document, catalogue);

  it('counts what a node stores without training it', () => {
    const node = analysis.nodes.get('retrieval');
    if (!node) throw new Error('no retrieval');
    const { state = 0 } = node.inference;
    expect(state).toBeGreaterThan(0);
    const without = { ...node, inference: { ...node.inference, state: 0 } };
    expect(trainingMemory(node, analysis) - trainingMemory(without, analysis)).toBe(16 * state);
  });

  it('counts of a frozen node the weights, without gradient, moments and a bank of before', () => {
    for (const [id, node] of analysis.nodes) {
      const { parameters, state = 0 } = node.inference;
      const saved = trainingMemory(node, analysis) - trainingMemory({ ...node, frozen: true }, analysis);
      expect([id, saved]).toEqual([id, 12 * parameters + 4 * state]);
    }
  });

  it('is what “--dry-run” tells, in all and of every node', () => {
    const plan = planTraining(document);
    expect(totalsOf(analysis).memory / 2 ** 20).toBeCloseTo(plan.memoryMiB);
    for (const { id, memoryMiB } of plan.nodes) {
      const node = analysis.nodes.get(id);
      expect(node && trainingMemory(node, analysis) / 2 ** 20).toBeCloseTo(memoryMiB);
    }
  });
});
