import { useEffect, useState } from 'react';
import type { Method, Parameters, Result } from '../../../engine/contract/methods';
import { client } from '../../session/session';
import { errorText } from '../../words/engine';

export interface Answer<Asked extends Method> {
  readonly found?: Result<Asked>;
  /** Why there is none: one sentence. */
  readonly fault?: string;
}

/**
 * What the engine answers to a request, which is made anew whenever it changes; nothing until the answer is there.
 * @param parameters undefined: there is nothing to ask
 * @param again asks the same once more when it changes; the last answer stays until then
 */
export function useAnswer<Asked extends Method>(
  method: Asked,
  parameters: Parameters<Asked> | undefined,
  again?: unknown,
): Answer<Asked> {
  const [answer, setAnswer] = useState<Answer<Asked> & { readonly asked: string }>();
  const asked = parameters && JSON.stringify(parameters);
  useEffect(() => {
    let left = false;
    if (asked === undefined) return;
    client.request(method, JSON.parse(asked) as Parameters<Asked>).then(
      (found) => left || setAnswer({ asked, found }),
      (error: unknown) => left || setAnswer({ asked, fault: errorText(error) }),
    );
    return () => {
      left = true;
    };
  }, [method, asked, again]);
  return asked !== undefined && answer?.asked === asked ? answer : {};
}
