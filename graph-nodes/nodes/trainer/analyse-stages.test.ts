import { describe, expect, it } from 'vitest';
import { freeze, tinyPipeline } from '../../../test/fixtures/graphs';
import { withStages } from '../../../test/fixtures/stages';
import type { GraphDocument, ParameterValue, Stage } from '../../graph/document';
import { analyseStages } from './analyse-stages';

const trained = (trainer: Record<string, ParameterValue>, dataset: Record<string, ParameterValue> = {}) =>
  tinyPipeline({ trainer, dataset: { visualWidth: 8, seconds: 3, ...dataset } });
const found = (document: GraphDocument) =>
  analyseStages(document).problems.map(({ severity, node, parameter, fault }) => ({
    severity,
    node,
    parameter,
    fault,
  }));
const stage = (name: string, parameters: Stage['parameters'] = {}, frozen: string[] = []): Stage => ({
  name,
  parameters,
  frozen,
});

const trainer = { id: 'trainer', title: 'Trainer', kind: 'trainer' };

// 40 scenes: 4 for validation and 8 for the test, with at most 6 questions each, leave 168 training questions.
const scenes = { scenes: 40, questionsPerScene: 6 };

describe('settings that cannot learn', () => {
  it('warn about a warm-up that is longer than training, and about no shorter one', () => {
    // 168 questions are 11 batches of 16; two epochs are 22 steps.
    expect(found(trained({ epochs: 2, batchSize: 16, warmUp: 22 }, scenes))).toEqual([]);
    expect(found(trained({ epochs: 2, batchSize: 16, warmUp: 23 }, scenes))).toEqual([
      {
        severity: 'warning',
        node: 'trainer',
        parameter: 'warmUp',
        fault: { code: 'warmUpTooLong', node: trainer, warmUp: 23, steps: 22 },
      },
    ]);
  });

  it('warn about a batch that is larger than all training questions', () => {
    expect(found(trained({ batchSize: 168 }, scenes))).toEqual([]);
    expect(found(trained({ batchSize: 169 }, scenes))).toMatchObject([
      { severity: 'warning', parameter: 'batchSize', fault: { code: 'batchTooLarge', batchSize: 169, questions: 168 } },
    ]);
  });

  it('do not warn about a dataset of unknown size', () => {
    const { nodes, ...rest } = trained({ batchSize: 4096, warmUp: 1_000_000, epochs: 1 });
    const published = nodes.map((node) =>
      node.id === 'dataset'
        ? { ...node, kind: 'music-avqa', parameters: { seconds: 3, visualWidth: 8, height: 2, width: 2 } }
        : node,
    );
    expect(found({ ...rest, nodes: published })).toEqual([]);
  });

  it('refuse weights of 0 for all scenarios, and for all losses of trained nodes', () => {
    expect(found(trained({ complete: 0, audioMissing: 0, visualMissing: 0 }))).toMatchObject([
      { severity: 'error', fault: { code: 'noScenario' } },
    ]);
    const none = { qa: 0, match: 0, rmmr: 0, diffusion: 0, ave: 0 };
    expect(found(trained(none))).toEqual([
      {
        severity: 'error',
        node: 'trainer',
        parameter: undefined,
        fault: { code: 'noLoss', node: trainer, losses: ['rmmr', 'diffusion', 'ave', 'match', 'qa'] },
      },
    ]);
    expect(found(trained({ ...none, missingQa: 1 }))).toEqual([]);
    expect(found(trained({ ...none, missingQa: 1, audioMissing: 0, visualMissing: 0 }))).toHaveLength(1);
    // The generator's own loss does not reach the diffusion and the head after it.
    const behind = freeze(trained({ ...none, rmmr: 1 }), 'audio', 'question', 'rmm');
    expect(found(behind)).toMatchObject([
      { severity: 'error', fault: { code: 'noLoss', losses: ['diffusion', 'ave', 'match', 'qa'] } },
    ]);
    expect(found(freeze(trained({ ...none, rmmr: 1 }), 'audio', 'question', 'avr', 'head'))).toEqual([]);
  });

  it('name their stage, and count only the settings of stages', () => {
    const none = { qa: 0, match: 0, rmmr: 0, diffusion: 0, ave: 0 };
    const document = withStages(trained({ ...none, epochs: 100, batchSize: 16, warmUp: 20 }, scenes), [
      stage('backbone', { qa: 1, epochs: 2 }),
      stage('short', { qa: 1, epochs: 1 }),
    ]);
    expect(found(document)).toMatchObject([
      { severity: 'warning', fault: { code: 'inStage', stage: 'short', fault: { code: 'warmUpTooLong', steps: 11 } } },
    ]);
    const [problem] = analyseStages(
      withStages(trained({}), [
        stage('a'),
        stage('b', none),
        stage('c', {}, ['audio', 'question', 'rmm', 'avr', 'head']),
      ]),
    ).problems;
    expect(problem?.message).toBe(
      'Stage “b”: Node “Trainer” gives the weight 0 to every loss of a trained node; give one of “rmmr”, “diffusion”, “ave”, “match”, “qa” a weight above 0.',
    );
    expect(found(withStages(trained({}), [stage('c', {}, ['audio', 'question', 'rmm', 'avr', 'head'])]))).toMatchObject(
      [{ severity: 'error', fault: { code: 'inStage', stage: 'c', fault: { code: 'nothingToTrain' } } }],
    );
  });
});
