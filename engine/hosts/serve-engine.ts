import { requestSchema, type Message, type Port } from '../contract/protocol';
import type { Engine } from '../service/engine';
import { RequestError } from '../contract/errors';

/** Answers the requests that come through a port and sends the engine's events into it, until it closes. */
export function serveEngine(engine: Engine, port: Port): void {
  const deaf = engine.onEvent((event) => port.send(event));
  port.onClose(deaf);
  port.onMessage((message) => {
    void answer(engine, message).then((reply) => port.send(reply));
  });
}

async function answer(engine: Engine, message: unknown): Promise<Message> {
  const parsed = requestSchema.safeParse(message);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.join('.') || 'the message';
    const text = `The request is not of the contract: ${place}: ${issue?.message ?? 'invalid'}.`;
    return { type: 'error', id: idOf(message), error: { code: 'refused', message: text } };
  }
  const { id, method, parameters } = parsed.data;
  try {
    return { type: 'reply', id, result: await engine.request(method, parameters) };
  } catch (error) {
    const {
      code,
      message: text,
      node,
    } = error instanceof RequestError ? error : new RequestError('failed', String(error));
    return { type: 'error', id, error: { code, message: text, ...(node !== undefined && { node }) } };
  }
}

/** The id that an invalid request names, so that whoever asked hears of it. */
function idOf(message: unknown): number | null {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined;
  return typeof id === 'number' ? id : null;
}
