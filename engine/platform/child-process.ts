import { fork } from 'node:child_process';
import path from 'node:path';
import { builtNode } from './package-root';

/** Scripts of the built engine that run as separate processes. */
export const childScripts = ['study-process', 'backend-process', 'stage-process'] as const;
export type ChildScript = (typeof childScripts)[number];

/** End of a child process: its exit code, the signal that ended it, or the reason why it did not start. */
export type ChildEnd =
  { readonly exitCode: number | null } | { readonly signal: string } | { readonly failure: string };

/** A child process, as seen by its parent. */
export interface Child {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once. */
  onEnd(listener: (end: ChildEnd) => void): void;
  /** Ends the process at once. */
  kill(): void;
}

export interface ChildOptions {
  /** True to discard the standard error of the process. */
  readonly quiet?: boolean;
}

export type StartChild = (script: ChildScript, options: ChildOptions) => Child;

let start: StartChild = forkNode;

/**
 * Sets the function that starts child processes. Within Electron the executable is not Node, so the main process starts
 * them as utility processes.
 * @returns a function that restores the previous one
 */
export function startChildrenWith(other: StartChild): () => void {
  const before = start;
  start = other;
  return () => {
    start = before;
  };
}

/** Starts one of the engine's scripts as a process that ends no later than this one. */
export const startChild = (script: ChildScript, options: ChildOptions = {}): Child => start(script, options);

function forkNode(script: ChildScript, { quiet = false }: ChildOptions): Child {
  const child = fork(path.join(builtNode, `${script}.js`), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', quiet ? 'ignore' : 'inherit', 'ipc'],
  });
  return {
    // The callback receives the error of a process that ends during the call; its exit is reported separately.
    send: (message) => void child.send(message as object, () => undefined),
    onMessage: (listener) => void child.on('message', listener),
    onEnd(listener) {
      child.once('exit', (exitCode, signal) => listener(signal ? { signal } : { exitCode }));
      child.once('error', ({ message }) => listener({ failure: message }));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** The parent process, as seen by a child process. */
export interface Parent {
  send(message: unknown): void;
  /** Sends a message and ends this process once it has arrived. */
  finish(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Messages of a utility process of Electron to the main process. */
export type FromUtility = { readonly message: unknown } | { readonly last: unknown };

/** Used part of the port from a utility process to the main process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: FromUtility): void;
}

/** Connects to the parent process. This process ends when the parent does. */
export function connectToParent(): Parent {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  return parentPort ? utilityParent(parentPort) : forkParent();
}

function forkParent(): Parent {
  process.on('disconnect', () => process.exit(1));
  // Ctrl-C is sent to the whole process group; the parent decides on the reaction.
  process.on('SIGINT', () => undefined);
  return {
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    finish: (message) => void process.send?.(message, undefined, undefined, () => process.exit(0)),
    onMessage: (listener) => void process.on('message', listener),
  };
}

/**
 * Electron ends utility processes with the main process. The main process confirms the last message, so that it has
 * arrived.
 */
function utilityParent(port: ParentPort): Parent {
  let finishing = false;
  return {
    send: (message) => port.postMessage({ message }),
    finish(message) {
      finishing = true;
      port.on('message', () => process.exit(0));
      port.postMessage({ last: message });
    },
    onMessage(listener) {
      port.on('message', ({ data }) => {
        if (!finishing) listener(data);
      });
    },
  };
}
