import { methods, type Method, type Parameters, type Result } from '../engine/contract/methods';
import { messageSchema, type ApiError, type EngineEvent, type Port } from '../engine/contract/protocol';

/** The engine refused a request or could not do it, or was not there to be asked. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    message: string,
    readonly code: ApiError['code'] | 'unreachable' = 'unreachable',
    /** The node that the error belongs to. */
    readonly node?: string,
  ) {
    super(message);
  }
}

export type ConnectionState = 'connecting' | 'connected' | 'lost';

/** The longest wait between two tries to reach the engine, in milliseconds. */
const longestWait = 5000;

/** Before the n-th try after a lost connection: 0.25 s, 0.5 s, 1 s, … */
export const waitBefore = (attempt: number): number => Math.min(longestWait, 250 * 2 ** attempt);

interface Pending {
  readonly method: Method;
  resolve(result: unknown): void;
  reject(error: RequestError): void;
}

/** Asks the engine and hears its events, over whatever carries messages; keeps trying to reach it. */
export class EngineClient {
  private port: Port | undefined;
  private state: ConnectionState = 'connecting';
  private lastId = 0;
  /** Which connection is the present one; what an older one still says is not heard. */
  private generation = 0;
  private readonly pending = new Map<number, Pending>();
  private readonly eventListeners = new Set<(event: EngineEvent) => void>();
  private readonly stateListeners = new Set<(state: ConnectionState) => void>();

  /**
   * @param open makes a connection; rejects where the engine is out of reach
   * @param wait resolves after so many milliseconds
   */
  constructor(
    private readonly open: () => Promise<Port>,
    private readonly wait: (milliseconds: number) => Promise<void> = (milliseconds) =>
      new Promise((resolve) => setTimeout(resolve, milliseconds)),
  ) {}

  /** Connects, and goes on trying until it has. */
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
        this.port = port;
        this.setState('connected');
        return;
      } catch {
        this.setState('lost');
        await this.wait(waitBefore(attempt));
      }
    }
  }

  /**
   * Asks the engine.
   * @throws {RequestError} when it refuses, fails, answers against the contract, or is out of reach
   */
  request<M extends Method>(method: M, parameters: Parameters<M>): Promise<Result<M>> {
    const { port } = this;
    if (port === undefined) return Promise.reject(new RequestError('The engine is not connected.'));
    this.lastId += 1;
    const id = this.lastId;
    return new Promise<unknown>((resolve, reject) => {
      this.pending.set(id, { method, resolve, reject });
      port.send({ type: 'request', id, method, parameters });
    }) as Promise<Result<M>>;
  }

  /** Hears every event; returns how to stop. */
  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  /** Hears the present state of the connection and every change; returns how to stop. */
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

  private receive(value: unknown): void {
    const parsed = messageSchema.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      console.warn(`A message of the engine is not of the contract: ${issue?.message ?? 'invalid'}.`, value);
      return;
    }
    const message = parsed.data;
    if (message.type === 'event') {
      for (const listener of this.eventListeners) listener(message);
      return;
    }
    if (message.id === null) {
      if (message.type === 'error') console.warn(message.error.message);
      return;
    }
    const request = this.pending.get(message.id);
    if (request === undefined) return;
    this.pending.delete(message.id);
    if (message.type === 'error') {
      request.reject(new RequestError(message.error.message, message.error.code, message.error.node));
      return;
    }
    const result = methods[request.method].result.safeParse(message.result);
    if (result.success) request.resolve(result.data);
    else {
      const [issue] = result.error.issues;
      const place = issue?.path.map(String).join('.') ?? '';
      request.reject(
        new RequestError(
          `The engine’s answer to “${request.method}” is not of the contract${place && ` at ${place}`}: ${issue?.message ?? 'invalid'}.`,
          'failed',
        ),
      );
    }
  }

  private lose(): void {
    this.port = undefined;
    this.setState('lost');
    for (const { method, reject } of this.pending.values()) {
      reject(new RequestError(`The connection to the engine was lost before it answered “${method}”.`));
    }
    this.pending.clear();
    void this.connect();
  }
}
