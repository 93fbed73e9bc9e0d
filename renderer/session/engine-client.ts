import { faultIn, RequestError } from '../../engine/contract/errors';
import { inEnglish, type EngineMessage } from '../../engine/contract/messages';
import { methods, type Method, type Parameters, type Result } from '../../engine/contract/methods';
import {
  helloSchema,
  messageSchema,
  protocolVersion,
  type EngineEvent,
  type Hello,
  type Port,
} from '../../engine/contract/protocol';

/** `incompatible`: window and engine have different protocol versions. */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'incompatible';

/** Maximum delay between two attempts to reach the engine, in milliseconds. */
const longestWait = 5000;

/** Delay before the n-th attempt after a lost connection: 0.25 s, 0.5 s, 1 s, … */
export const waitBefore = (attempt: number): number => Math.min(longestWait, 250 * 2 ** attempt);

interface Pending {
  readonly method: Method;
  resolve(result: unknown): void;
  reject(error: RequestError): void;
}

/** Sends requests to the engine and receives its events, over any transport; reconnects when the connection is lost. */
export class EngineClient {
  private port: Port | undefined;
  /** Reason that no request can be sent now. */
  private obstacle: EngineMessage = { code: 'notConnected' };
  private state: ConnectionState = 'connecting';
  /** Receives the engine's first message, its protocol version, or the end of a port that closes before it. */
  private greeting: ((message: unknown) => void) | undefined;
  private lastId = 0;
  /** Number of the current connection; messages of older ones are ignored. */
  private generation = 0;
  private readonly pending = new Map<number, Pending>();
  private readonly eventListeners = new Set<(event: EngineEvent) => void>();
  private readonly stateListeners = new Set<(state: ConnectionState) => void>();

  /**
   * @param open opens a connection; rejects if the engine is not reachable
   * @param wait resolves after the given number of milliseconds
   */
  constructor(
    private readonly open: () => Promise<Port>,
    private readonly wait: (milliseconds: number) => Promise<void> = (milliseconds) =>
      new Promise((resolve) => setTimeout(resolve, milliseconds)),
  ) {}

  /** Reason for which requests are rejected while the state is not `connected`. */
  get reason(): EngineMessage {
    return this.obstacle;
  }

  /** Opens a connection, with retries; resolves when the engine has sent its protocol version. */
  async connect(): Promise<void> {
    this.generation += 1;
    const generation = this.generation;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const port = await this.open();
        port.onMessage((message) => {
          if (generation === this.generation) this.receive(message);
        });
        port.onClose(() => {
          if (generation === this.generation) this.lose();
        });
        const hello = new Promise<unknown>((resolve) => {
          this.greeting = resolve;
        });
        port.send({ type: 'hello', protocol: protocolVersion } satisfies Hello);
        this.greet(await hello, port, generation);
        return;
      } catch {
        this.setState('lost');
        await this.wait(waitBefore(attempt));
      }
    }
  }

  /**
   * Sends a request to the engine.
   * @throws {RequestError} if the engine refuses, fails, violates the contract, or is not reachable
   */
  request<M extends Method>(method: M, parameters: Parameters<M>): Promise<Result<M>> {
    const { port } = this;
    if (port === undefined) return Promise.reject(new RequestError('unreachable', this.obstacle));
    this.lastId += 1;
    const id = this.lastId;
    return new Promise<unknown>((resolve, reject) => {
      this.pending.set(id, { method, resolve, reject });
      port.send({ type: 'request', id, method, parameters });
    }) as Promise<Result<M>>;
  }

  /** Subscribes to every event; returns the function that unsubscribes. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  /** Subscribes to the state of the connection, starting with the current one; returns the function that unsubscribes. */
  onState(listener: (state: ConnectionState) => void): () => void {
    this.stateListeners.add(listener);
    listener(this.state);
    return () => this.stateListeners.delete(listener);
  }

  private setState(state: ConnectionState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.stateListeners) listener(state);
  }

  private greet(message: unknown, port: Port, generation: number): void {
    if (generation !== this.generation) return;
    const hello = helloSchema.safeParse(message);
    const engine = hello.success ? hello.data.protocol : null;
    if (engine === protocolVersion) {
      this.port = port;
      this.setState('connected');
      return;
    }
    this.obstacle = { code: 'protocolMismatch', editor: protocolVersion, engine };
    this.setState('incompatible');
  }

  private receive(value: unknown): void {
    if (this.greeting) {
      this.greeting(value);
      this.greeting = undefined;
      return;
    }
    const parsed = messageSchema.safeParse(value);
    if (!parsed.success) {
      console.warn(inEnglish({ code: 'invalidMessage', ...faultIn(parsed.error, value) }), value);
      return;
    }
    const message = parsed.data;
    if (message.type === 'event') {
      for (const listener of this.eventListeners) listener(message);
      return;
    }
    if (message.id === null) {
      if (message.type === 'error') console.warn(inEnglish(message.error.reason));
      return;
    }
    const request = this.pending.get(message.id);
    if (request === undefined) return;
    this.pending.delete(message.id);
    if (message.type === 'error') {
      const { code, reason, node } = message.error;
      request.reject(new RequestError(code, reason, node));
      return;
    }
    const result = methods[request.method].result.safeParse(message.result);
    if (result.success) request.resolve(result.data);
    else {
      const reason = {
        code: 'invalidReply',
        method: request.method,
        ...faultIn(result.error, message.result),
      } as const;
      request.reject(new RequestError('failed', reason));
    }
  }

  private lose(): void {
    this.port = undefined;
    this.obstacle = { code: 'notConnected' };
    this.setState('lost');
    for (const { method, reject } of this.pending.values()) {
      reject(new RequestError('unreachable', { code: 'connectionLost', method }));
    }
    this.pending.clear();
    const { greeting } = this;
    this.greeting = undefined;
    void this.connect();
    greeting?.(undefined);
  }
}
