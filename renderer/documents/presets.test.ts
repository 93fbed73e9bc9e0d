import { describe, expect, it } from 'vitest';
import { speakKorean } from '../../test/fixtures/korean';
import { setLanguage } from '../words';
import { presetTexts, studyTexts } from '../words/presets';
import { presetStudies } from './preset-studies';
import { presets } from './presets';

const hangul = /\p{Script=Hangul}/u;

speakKorean();

describe('the gallery in Korean', () => {
  it.each(presets.map(({ name, document }) => [name, document] as const))('has %s', (name, document) => {
    const { title, description } = presetTexts(name, document);
    expect(title).toMatch(hangul);
    expect(description).toMatch(hangul);
    setLanguage('en');
    expect(presetTexts(name, document).title).toBe(document.title);
  });

  it('has every bundled study', async () => {
    const studies = await presetStudies();
    expect(studies.map(({ name }) => name)).toContain('collapse-and-repair');
    for (const { name, document } of studies) {
      setLanguage('ko');
      const { title, description } = studyTexts(name, document);
      expect(title).toMatch(hangul);
      expect(description).toMatch(hangul);
      setLanguage('en');
      expect(studyTexts(name, document).title).toBe(document.title);
    }
  });
});
