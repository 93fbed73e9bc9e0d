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
  /**
   * Stops runs early with their evaluation, then ends the process. Without it, the end of the parent interrupts runs.
   */
  | { readonly close: true };
export interface FromEngineProcess {
  readonly client: number;
  readonly message: unknown;
}

/**
 * The engine in a child process, shared by all clients. When the process crashes, its clients' ports are closed; a
 * client that reconnects gets a new process.
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
      // The callback receives the error of a process that ends during the call; its exit is handled below.
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

  /** Id of the process, if there is one. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Stops runs early, with evaluation and files, then ends the process. */
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
      // A closed client can reconnect at once, and is then a client of the next process.
      const ports = [...this.clients.values()];
      this.clients.clear();
      for (const port of ports) port.close();
    };
    child.on('exit', end);
    child.on('error', end);
    return child;
  }
}
