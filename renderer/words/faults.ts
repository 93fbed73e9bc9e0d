import type { Problem } from '../../graph-nodes/graph/analysis';
import { formatMessage, type Words } from '../../graph-nodes/graph/messages';
import { faultWords, refusalWords, type Fault, type Refusal } from '../../graph-nodes/graph/problems';
import { currentLanguage, type Language } from './index';
import { koFaults, koRefusals } from './ko-faults';

const words: Readonly<Record<Language, { readonly faults: Words<Fault>; readonly refusals: Words<Refusal> }>> = {
  en: { faults: faultWords, refusals: refusalWords },
  ko: { faults: koFaults, refusals: koRefusals },
};

/** What is wrong, as a sentence in the language at hand. */
export const problemText = ({ fault }: Problem): string => formatMessage(words[currentLanguage()].faults, fault);

/** Why two sockets cannot be joined, as a sentence in the language at hand. */
export function refusalText(refusal: Refusal): string {
  const reason = formatMessage(words[currentLanguage()].refusals, refusal);
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
