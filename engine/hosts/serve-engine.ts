import { errorMessage, faultIn, RequestError } from '../contract/errors';
import { helloSchema, protocolVersion, requestSchema, type Message } from '../contract/protocol';
import type { Hello, Port } from '../contract/protocol';
import type { Engine } from '../service/engine';

/**
 * Responds to the requests of a port and sends the engine's events to it, until it closes. An editor opens with its
 * protocol version; requests of another version are refused.
 */
export function serveEngine(engine: Engine, port: Port): void {
  let editor: number | null = null;
  const unsubscribe = engine.onEvent((event) => {
    if (editor === protocolVersion) port.send(event);
  });
  port.onClose(unsubscribe);
  port.onMessage((message) => {
    const hello = helloSchema.safeParse(message);
    if (hello.success) {
      editor = hello.data.protocol;
      port.send({ type: 'hello', protocol: protocolVersion } satisfies Hello);
      return;
    }
    if (editor !== protocolVersion) {
      const reason = { code: 'protocolMismatch', editor, engine: protocolVersion } as const;
      port.send({ type: 'error', id: idOf(message), error: { code: 'refused', reason } } satisfies Message);
      return;
    }
    void answer(engine, message).then((reply) => port.send(reply));
  });
}

async function answer(engine: Engine, message: unknown): Promise<Message> {
  const id = idOf(message);
  try {
    const parsed = requestSchema.safeParse(message);
    if (!parsed.success) {
      const reason = { code: 'invalidRequest', ...faultIn(parsed.error, message) } as const;
      return { type: 'error', id, error: { code: 'refused', reason } };
    }
    const { method, parameters } = parsed.data;
    return { type: 'reply', id: parsed.data.id, result: await engine.request(method, parameters) };
  } catch (error) {
    const { code, reason, node } =
      error instanceof RequestError ? error : new RequestError('failed', errorMessage(error));
    const stated = code === 'refused' ? code : 'failed';
    return { type: 'error', id, error: { code: stated, reason, ...(node !== undefined && { node }) } };
  }
}

/** The id in an invalid request, so that its sender receives the error. */
function idOf(message: unknown): number | null {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined;
  return typeof id === 'number' ? id : null;
}
