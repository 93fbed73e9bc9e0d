import { describe, expect, it } from 'vitest';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { parseDocument, type Stage } from '../../graph-nodes/graph/document';
import { trainingMemory } from '../../graph-nodes/nodes/trainer/memory';
import { planTraining } from '../../engine/model/plan';
import text from '../../presets/music-avqa-retrieval.json?raw';
import { totalsOf } from '../../renderer/documents/analysis';
import { tinyPipeline } from '../fixtures/graphs';
import { withStages } from '../fixtures/stages';

describe('the memory estimate of the editor', () => {
  const document = parseDocument(text);
  const analysis = analyse(document, catalogue);

  it('includes the stored values of a node without training', () => {
    const node = analysis.nodes.get('retrieval');
    if (!node) throw new Error('no retrieval');
    const { state = 0 } = node.inference;
    expect(state).toBeGreaterThan(0);
    const without = { ...node, inference: { ...node.inference, state: 0 } };
    expect(trainingMemory(node, analysis) - trainingMemory(without, analysis)).toBe(16 * state);
  });

  it('includes only the weights of a frozen node, without gradients, moments and a stored bank', () => {
    for (const [id, node] of analysis.nodes) {
      const { parameters, state = 0 } = node.inference;
      const saved = trainingMemory(node, analysis) - trainingMemory({ ...node, frozen: true }, analysis);
      expect([id, saved]).toEqual([id, 12 * parameters + 4 * state]);
    }
  });

  it('equals that of “--dry-run”, in total and for every node', () => {
    const plan = planTraining(document);
    expect(totalsOf(analysis).memory / 2 ** 20).toBeCloseTo(plan.memoryMiB);
    for (const { id, memoryMiB } of plan.nodes) {
      const node = analysis.nodes.get(id);
      expect(node && trainingMemory(node, analysis) / 2 ** 20).toBeCloseTo(memoryMiB);
    }
  });
});

describe('the plan of a graph with stages', () => {
  const stage = (name: string, parameters: Stage['parameters'], frozen: string[] = []): Stage => ({
    name,
    parameters,
    frozen,
  });

  it('lists them, and has the memory of the stage that needs the most', () => {
    const document = tinyPipeline();
    const staged = withStages(document, [stage('small', { batchSize: 4 }), stage('large', { epochs: 7 }, ['rmm'])]);
    const { memoryMiB, stages } = planTraining(staged);
    const [small, large] = stages ?? [];
    expect(small).toMatchObject({ name: 'small', epochs: 1, frozen: [] });
    expect(large).toMatchObject({ name: 'large', epochs: 7, frozen: ['rmm'] });
    expect(small?.memoryMiB).toBeLessThan(large?.memoryMiB ?? 0);
    expect(memoryMiB).toBe(large?.memoryMiB);
    expect(planTraining(document).stages).toBeUndefined();
  });

  it('is refused if a stage trains in no scenario, with the name of the stage', () => {
    const none = stage('none', { complete: 0, audioMissing: 0, visualMissing: 0 });
    expect(() => planTraining(withStages(tinyPipeline(), [stage('all', {}), none]))).toThrow(
      'Stage “none”: Node “Trainer” gives all three scenarios the weight 0',
    );
  });
});
