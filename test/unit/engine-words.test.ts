import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { probeBackends } from '../../engine/backends/backend';
import { describeLoaded, explainMissing } from '../../engine/backends/tensorflow/explain';
import { engineText } from '../../renderer/words/engine';
import { speakKorean } from '../fixtures/korean';

speakKorean();

/** The sentences that a source file gives as the message of a run, with 1 for what is put into them. */
function messagesIn(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => /\bmessage: /.test(line))
    .flatMap((line) => [...line.matchAll(/'([A-Z][^']*\.)'|`([A-Z$][^`]*\.)`/g)])
    .map(([, plain, template]) => (plain ?? template ?? '').replace(/\$\{[^}]*\}/g, '1'))
    .filter((sentence) => /[a-z]/.test(sentence));
}

describe('what runs say of themselves', () => {
  const files = ['engine/runs'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => path.join(folder, name)),
  );
  const said = files.flatMap(messagesIn);

  it('is found in the sources', () => {
    expect(said).toEqual(expect.arrayContaining(['Paused.', 'Finished.']));
  });

  it.each(said)('has a text in Korean: %s', (sentence) => {
    expect(engineText(sentence)).toMatch(/\p{Script=Hangul}/u);
  });
});

describe('what the backends are, or why they are not there', () => {
  const loaded = { version: '2.19.1', name: 'the package that “studio build-tensorflow” made', threads: 2, gpu: false };
  it('has a text in Korean', async () => {
    const reasons = [
      `${loaded.name}: not installed`,
      '@tensorflow/tfjs-node: needs CUDA (libcudart.so.11), which is not there',
    ];
    const said = [
      ...(await probeBackends()).map(({ detail }) => detail),
      explainMissing(reasons),
      describeLoaded({ ...loaded, built: undefined }),
      describeLoaded({ ...loaded, gpu: true, built: undefined }),
      describeLoaded({ ...loaded, built: { cuda: '12.5', cudnn: '9' } }),
    ];
    for (const sentence of said) {
      expect(engineText(sentence)).toMatch(/\p{Script=Hangul}/u);
      expect(engineText(sentence)).not.toMatch(/\b(not|which|is|needs|through)\b/);
    }
  });
});
