import { errorMessage } from '../../engine/contract/errors';
import { englishWords, type EngineMessage } from '../../engine/contract/messages';
import { formatMessage, type Words } from '../../graph-nodes/graph/messages';
import { currentLanguage, type Language } from './index';
import { koEngine } from './ko-engine';
import { koMessages } from './ko-messages';

/** Words of the engine's messages. A code without words in a language has its English ones. */
const words: Readonly<Record<Language, Words<EngineMessage>>> = {
  en: englishWords,
  // A text without a code may be one that the engine still writes as an English sentence.
  ko: { ...koMessages, text: ({ text }) => engineText(text) },
};

/** The sentence of an engine's message in the present language. */
export const messageText = (message: EngineMessage): string => formatMessage(words[currentLanguage()], message);

/** The sentence of anything that was thrown, in the present language. */
export const errorText = (error: unknown): string => messageText(errorMessage(error));

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
