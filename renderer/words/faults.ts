import type { Problem } from '../../graph-nodes/graph/analysis';
import { formatMessage, type Words } from '../../graph-nodes/graph/messages';
import { faultWords, refusalWords, type Fault, type Refusal } from '../../graph-nodes/graph/problems';
import { currentLanguage, type Language } from './index';
import { koFaults, koRefusals } from './ko-faults';

const words: Readonly<Record<Language, { readonly faults: Words<Fault>; readonly refusals: Words<Refusal> }>> = {
  en: { faults: faultWords, refusals: refusalWords },
  ko: { faults: koFaults, refusals: koRefusals },
};

/** Sentence of a problem in the current language. */
export const problemText = ({ fault }: Problem): string => formatMessage(words[currentLanguage()].faults, fault);

/** Reason that two sockets cannot be connected, as a sentence in the current language. */
export function refusalText(refusal: Refusal): string {
  const reason = formatMessage(words[currentLanguage()].refusals, refusal);
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
