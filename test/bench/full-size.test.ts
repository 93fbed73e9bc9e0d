import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { backendNameSchema } from '../../engine/contract/backends';
import { packageRoot } from '../../engine/platform/package-root';
import { parseDocument, type GraphDocument } from '../../graph-nodes/graph/document';
import { firstBatches, lossesOf, ratesOf, trainingOf, withParameters } from '../fixtures/learners';
import { apart } from '../fixtures/losses';

// STUDIO_EAGER=wasm names the backend that computes kernel by kernel; STUDIO_STEPS sets the number of steps;
// STUDIO_BATCH sets another batch size than the preset's, because a step with the U-Net takes minutes; -t selects
// presets by a part of their name.
const eager = backendNameSchema.parse(process.env['STUDIO_EAGER'] ?? 'tensorflow');
const count = Number(process.env['STUDIO_STEPS'] ?? 50);
const batchSize = process.env['STUDIO_BATCH'];
const published = /^music-avqa-.*\.json$/;

/**
 * The preset with Orchestra's scenes in the sizes of the published features, because the published files cannot be
 * redistributed.
 */
function withScenes(preset: GraphDocument): GraphDocument {
  const sizes = { scenes: 40, seconds: 10, visualWidth: 512, height: 14, width: 14 };
  return {
    ...preset,
    nodes: preset.nodes.map((node) =>
      node.kind === 'music-avqa' ? { ...node, kind: 'orchestra', parameters: sizes } : node,
    ),
  };
}

describe.each(readdirSync(path.join(packageRoot, 'presets')).filter((name) => published.test(name)))(
  'the preset %s at its full size',
  (name) => {
    it(`has the same losses recorded and kernel by kernel on ${eager} over ${count} steps`, async () => {
      const preset = parseDocument(readFileSync(path.join(packageRoot, 'presets', name), 'utf8'));
      const scenes = withScenes(preset);
      const training = await trainingOf(
        batchSize === undefined ? scenes : withParameters(scenes, 'trainer', { batchSize: Number(batchSize) }),
      );
      const list = await firstBatches(training, count);
      const rate = ratesOf(training, 10_000);
      // Sequential, because both at the same time may not fit into memory.
      const losses = [];
      for (const create of [() => training.create('onnx'), () => training.createEager(eager)]) {
        const { learner, backend } = await create();
        expect(backend).toBe(losses.length === 0 ? 'onnx' : eager);
        losses.push(await lossesOf(learner, list, rate));
        await learner.dispose();
      }
      const [found = [], expected = []] = losses;
      expect(found).toHaveLength(count);
      const differences = found.map((one, step) => apart(one, expected[step] ?? one));
      const worst = differences.reduce((most, one) => (one.difference > most.difference ? one : most));
      const first = differences.findIndex(({ difference }) => difference >= 1e-3);
      console.log(`${name}: apart by ${worst.difference.toExponential(1)} at most (${worst.where})`);
      expect(first, `the first step that is 1e-3 apart, ${worst.where}`).toBe(-1);
    });
  },
);
