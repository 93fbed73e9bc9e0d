import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Port } from '../contract/protocol';
import { builtNode } from '../platform/package-root';

/** A port that the host can close. */
export interface ClientPort extends Port {
  close(): void;
}

export type ToEngineProcess =
  | { readonly client: number; readonly message?: unknown }
  | { readonly client: number; readonly closed: true }
  /** Ends runs cleanly, then the process. Without it, the end of the parent interrupts runs. */
  | { readonly close: true };
export interface FromEngineProcess {
  readonly client: number;
  readonly message: unknown;
}

/**
 * The engine in a child process, shared by all clients. When the process breaks, its clients' ports are closed; who
 * connects again gets a new one.
 */
export class EngineChild {
  private child: ChildProcess | undefined;
  private lastClient = 0;
  private readonly clients = new Map<number, ClientPort>();

  constructor(private readonly runsFolder: string) {}

  connect(port: ClientPort): void {
    const child = this.start();
    this.lastClient += 1;
    const client = this.lastClient;
    const send = (envelope: ToEngineProcess) => {
      // The callback takes the error of a process that ends meanwhile; its exit is handled below.
      if (child.connected) child.send(envelope, () => undefined);
    };
    this.clients.set(client, port);
    send({ client });
    port.onMessage((message) => send({ client, message }));
    port.onClose(() => {
      this.clients.delete(client);
      send({ client, closed: true });
    });
  }

  /** The id of the process, while there is one. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Ends runs cleanly, with evaluation and files, then the process. */
  async close(): Promise<void> {
    const { child } = this;
    if (!child) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      if (child.connected) child.send({ close: true } satisfies ToEngineProcess, () => undefined);
    });
  }

  /** Saves and interrupts runs, to be resumed later, then ends the process. */
  async interrupt(): Promise<void> {
    const { child } = this;
    if (!child) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      if (child.connected) child.disconnect();
    });
  }

  private start(): ChildProcess {
    if (this.child) return this.child;
    const child = fork(path.join(builtNode, 'engine-process.js'), [this.runsFolder]);
    this.child = child;
    child.on('message', ({ client, message }: FromEngineProcess) => this.clients.get(client)?.send(message));
    const end = () => {
      if (this.child !== child) return;
      this.child = undefined;
      // Whoever is closed may connect again at once, and is a client of the next process then.
      const ports = [...this.clients.values()];
      this.clients.clear();
      for (const port of ports) port.close();
    };
    child.on('exit', end);
    child.on('error', end);
    return child;
  }
}
