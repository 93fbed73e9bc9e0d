import { currentLanguage, type Language } from './index';
import { koEngine } from './ko-engine';

/** Forms of the engine’s sentences, which are English, with their text in another language. */
const forms: Readonly<Partial<Record<Language, readonly (readonly [RegExp, string])[]>>> = { ko: koEngine };

/** What the engine said, in the language at hand where its sentences are known there, else as it was said. */
export function engineText(said: string): string {
  const known = forms[currentLanguage()];
  if (!known) return said;
  for (const [form, text] of known) {
    const parts = form.exec(said);
    if (parts) return text.replace(/\$(\d)/g, (_, part: string) => engineText(parts[Number(part)] ?? ''));
  }
  const sentences = said.split(/(?<=\.) (?=[A-Z])/);
  return sentences.length > 1 ? sentences.map(engineText).join(' ') : said;
}
