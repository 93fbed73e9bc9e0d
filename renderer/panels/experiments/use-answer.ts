import { useEffect, useState } from 'react';
import type { Method, Parameters, Result } from '../../../engine/contract/methods';
import { client } from '../../session/session';
import { errorText } from '../../words/engine';

export interface Answer<Asked extends Method> {
  readonly found?: Result<Asked>;
  /** Reason of a missing answer: one sentence. */
  readonly fault?: string;
}

/**
 * Answer of the engine to a request, which is sent again when it changes; undefined until the answer arrives.
 * @param parameters undefined: there is no request
 * @param again sends the same request again when it changes; the last answer stays until then
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
