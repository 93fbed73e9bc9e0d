import { useMemo } from 'react';
import { useStore } from 'zustand';
import { ownRun } from '../live/own-run';
import { useLanguage, type Language } from '../messages';
import { engineText } from '../messages/engine';
import type { NodeErrors } from './flow';

/** Why the engine would not start the last run, or why the run at hand failed, where that belongs to a node. */
export function useRunErrors(): NodeErrors {
  const refusal = useStore(ownRun, (state) => state.refusal);
  const status = useStore(ownRun, ({ log }) => (log?.status.state === 'failed' ? log.status : undefined));
  const language = useLanguage();
  return useMemo(() => errorsIn(language, [status, refusal]), [language, refusal, status]);
}

interface Failure {
  readonly node?: string | undefined;
  readonly message: string;
}

function errorsIn(_: Language, failures: readonly (Failure | undefined)[]): NodeErrors {
  const errors = new Map<string, string>();
  for (const { node, message } of failures.filter((failure) => failure !== undefined)) {
    if (node !== undefined) errors.set(node, engineText(message));
  }
  return errors;
}
