import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { EngineMessage } from '../../engine/contract/messages';
import { ownRun } from '../session/own-run';
import { useLanguage, type Language } from '../words';
import { messageText } from '../words/engine';
import type { NodeErrors } from './flow';

/** Error of the last start of a run, or of the shown run, if it belongs to a node. */
export function useRunErrors(): NodeErrors {
  const refusal = useStore(ownRun, (state) => state.refusal);
  const status = useStore(ownRun, ({ log }) => (log?.status.state === 'failed' ? log.status : undefined));
  const language = useLanguage();
  return useMemo(() => errorsIn(language, status, refusal), [language, refusal, status]);
}

function errorsIn(
  _: Language,
  status: { readonly node?: string | undefined; readonly message: EngineMessage } | undefined,
  refusal: { readonly node?: string | undefined; readonly reason: EngineMessage } | undefined,
): NodeErrors {
  const errors = new Map<string, string>();
  if (status?.node !== undefined) errors.set(status.node, messageText(status.message));
  if (refusal?.node !== undefined) errors.set(refusal.node, messageText(refusal.reason));
  return errors;
}
