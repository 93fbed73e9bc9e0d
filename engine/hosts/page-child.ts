import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';
import { builtNode } from '../platform/package-root';
import type { ClientPort } from './engine-child';
import { entranceOf, PageAccess, type PageSecrets } from './page-access';

export type ToPageProcess =
  | { readonly folder: string; readonly ports: readonly number[]; readonly secrets: PageSecrets }
  | { readonly admit: string }
  | { readonly client: number; readonly message: unknown }
  | { readonly client: number; readonly close: true };
export type FromPageProcess =
  | { readonly origin: string }
  | { readonly failed: { readonly code: RequestError['code']; readonly reason: EngineMessage } }
  | { readonly entered: string }
  | { readonly admitted: string }
  | { readonly client: number; readonly opened: true }
  | { readonly client: number; readonly message: unknown }
  | { readonly client: number; readonly closed: true };

/** Delays before each restart of a page process that ended, in milliseconds. */
const usualWaits = [0, 250, 500, 1000, 2000, 4000] as const;
/** Uptime in milliseconds after which a page process is stable, so that its next end is the first of a new series. */
const soundAfter = 60_000;

interface PageChildOptions {
  /** The folder of the built editor. */
  readonly folder: string;
  /** Port on 127.0.0.1; tried in order; 0: any free port. */
  readonly ports: readonly number[];
  /** Called with each page that connects. */
  onConnect(port: ClientPort): void;
  /** Called when a browser has entered by an address, which is then invalid. */
  onEnter?(address: string): void;
  /** Called when a page process was replaced after its end. */
  onRestart?(): void;
  readonly waits?: readonly number[];
}

/** A client in the page process. */
class RelayedPort implements ClientPort {
  private readonly listeners: ((message: unknown) => void)[] = [];
  private readonly closers: (() => void)[] = [];

  constructor(
    readonly send: (message: unknown) => void,
    readonly close: () => void,
  ) {}

  onMessage(listener: (message: unknown) => void): void {
    this.listeners.push(listener);
  }

  onClose(closer: () => void): void {
    this.closers.push(closer);
  }

  receive(message: unknown): void {
    for (const listener of this.listeners) listener(message);
  }

  end(): void {
    for (const closer of this.closers) closer();
  }
}

/**
 * The page server in a child process. When that process ends, another one serves the same address with the same session
 * and entry tokens, so that pages reconnect. The engine is in a separate process and continues. After several ends in a
 * row the server stops.
 */
export class PageChild {
  private readonly access = new PageAccess();
  private readonly clients = new Map<number, RelayedPort>();
  private readonly admitted = new Map<string, () => void>();
  private child: ChildProcess | undefined;
  private address = '';
  /** Number of ends in a row. */
  private ends = 0;
  private started = 0;
  private closing = false;
  private giveUp: (error: RequestError) => void = () => undefined;
  /** Resolves with the reason when it has stopped after several ends; never after {@link close}. */
  readonly lost = new Promise<RequestError>((resolve) => {
    this.giveUp = resolve;
  });

  private constructor(private readonly options: PageChildOptions) {}

  /** @throws {RequestError} if the editor has not been built or all ports are in use */
  static async start(options: PageChildOptions): Promise<PageChild> {
    const pages = new PageChild(options);
    await pages.serve(options.ports);
    return pages;
  }

  /** Address without a token, for a browser that has entered. */
  get origin(): string {
    return this.address;
  }

  /** Id of the process, if there is one. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** A new address with a token, which admits one browser, once. */
  async entrance(): Promise<string> {
    const token = this.access.issue();
    await new Promise<void>((resolve) => {
      this.admitted.set(token, resolve);
      this.send({ admit: token });
    });
    return entranceOf(this.address, token);
  }

  async close(): Promise<void> {
    this.closing = true;
    const { child } = this;
    if (!child) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      if (child.connected) child.disconnect();
    });
  }

  /** Starts a process. @throws {RequestError} if it does not serve */
  private async serve(ports: readonly number[]): Promise<void> {
    const child = fork(path.join(builtNode, 'page-process.js'));
    this.child = child;
    this.started = performance.now();
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message: FromPageProcess) => {
        if ('failed' in message) reject(new RequestError(message.failed.code, message.failed.reason));
        else if ('origin' in message) {
          this.address = message.origin;
          resolve();
        } else this.receive(message);
      });
      const end = () => {
        if (this.child !== child) return;
        this.child = undefined;
        this.endClients();
        reject(new RequestError('failed', { code: 'pageProcessEnded' }));
        if (this.address !== '' && !this.closing) void this.restart();
      };
      child.on('exit', end);
      child.on('error', end);
      this.send({ folder: this.options.folder, ports, secrets: this.access.secrets });
    });
    // Tokens that an ended process did not receive are among the secrets.
    for (const token of [...this.admitted.keys()]) this.admit(token);
  }

  /** Starts the next process at the same address. */
  private async restart(): Promise<void> {
    const { waits = usualWaits, onRestart } = this.options;
    this.ends = performance.now() - this.started > soundAfter ? 1 : this.ends + 1;
    const wait = waits[this.ends - 1];
    if (wait === undefined) {
      this.giveUp(new RequestError('failed', { code: 'pageProcessLost', times: this.ends }));
      return;
    }
    await delay(wait);
    if (this.closing) return;
    // A process that does not serve ends, which leads here again.
    await this.serve([Number(new URL(this.address).port)]).then(onRestart, () => undefined);
  }

  private receive(message: Exclude<FromPageProcess, { origin: string } | { failed: unknown }>): void {
    if ('entered' in message) {
      this.access.redeem(new URL(message.entered).searchParams.get('token') ?? '');
      this.options.onEnter?.(message.entered);
    } else if ('admitted' in message) this.admit(message.admitted);
    else if ('opened' in message) this.open(message.client);
    else if ('closed' in message) {
      this.clients.get(message.client)?.end();
      this.clients.delete(message.client);
    } else this.clients.get(message.client)?.receive(message.message);
  }

  private open(client: number): void {
    const port = new RelayedPort(
      (message) => {
        if (this.clients.get(client) === port) this.send({ client, message });
      },
      () => {
        if (this.clients.get(client) === port) this.send({ client, close: true });
      },
    );
    this.clients.set(client, port);
    this.options.onConnect(port);
  }

  private admit(token: string): void {
    this.admitted.get(token)?.();
    this.admitted.delete(token);
  }

  /** Closes the clients of a process that has ended. */
  private endClients(): void {
    const ended = [...this.clients.values()];
    this.clients.clear();
    for (const port of ended) port.end();
  }

  private send(message: ToPageProcess): void {
    // The callback receives the error of a process that ends during the call; its exit is handled above.
    if (this.child?.connected) this.child.send(message, () => undefined);
  }
}
