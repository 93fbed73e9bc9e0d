import { errorMessage } from '../../engine/contract/errors';
import { englishWords, type EngineMessage } from '../../engine/contract/messages';
import { formatMessage, type Words } from '../../graph-nodes/graph/messages';
import { currentLanguage, type Language } from './index';
import { koMessages } from './ko-messages';

/** Words of the engine's messages. A code without words in a language has its English ones. */
const words: Readonly<Record<Language, Words<EngineMessage>>> = {
  en: englishWords,
  ko: koMessages,
};

/** The sentence of an engine's message in the present language. */
export const messageText = (message: EngineMessage): string => formatMessage(words[currentLanguage()], message);

/** The sentence of anything that was thrown, in the present language. */
export const errorText = (error: unknown): string => messageText(errorMessage(error));
