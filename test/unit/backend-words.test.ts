import { describe, expect, it } from 'vitest';
import { findBackends } from '../../engine/backends/find-backends';
import { describeLoaded, explainFailure, explainMissing } from '../../engine/backends/tensorflow/explain';
import { messageText } from '../../renderer/words/engine';
import { speakKorean } from '../fixtures/korean';

speakKorean();

describe('details of backends', () => {
  const loaded = { version: '2.19.1', name: 'built here', threads: 2, gpu: false };
  it('are completely in Korean', async () => {
    const reasons = [
      explainFailure('built here', new Error("Cannot find module '@tensorflow/tfjs-node'")),
      explainFailure('@tensorflow/tfjs-node', new Error('libcudart.so.11: cannot open shared object file')),
    ];
    const details = [
      ...(await findBackends()).map(({ detail }) => detail),
      explainMissing(reasons),
      describeLoaded({ ...loaded, built: undefined }),
      describeLoaded({ ...loaded, gpu: true, built: undefined }),
      describeLoaded({ ...loaded, built: { cuda: '12.5', cudnn: '9' } }),
    ];
    for (const text of details.map(messageText)) {
      expect(text).toMatch(/\p{Script=Hangul}/u);
      expect(text).not.toMatch(/\b(not|which|is|needs|through)\b/);
    }
  });
});
