import { errorMessage } from '../../engine/contract/errors';
import { englishWords, type EngineMessage } from '../../engine/contract/messages';
import { formatMessage, type Words } from '../../graph-nodes/graph/messages';
import { currentLanguage, type Language } from './index';
import { koMessages } from './ko-messages';

/** Words of the engine's messages. The English words are used if a code has none in a language. */
const words: Readonly<Record<Language, Words<EngineMessage>>> = {
  en: englishWords,
  ko: koMessages,
};

/** Sentence of an engine's message in the current language. */
export const messageText = (message: EngineMessage): string => formatMessage(words[currentLanguage()], message);

/** Sentence of any thrown value in the current language. */
export const errorText = (error: unknown): string => messageText(errorMessage(error));
