import type { Child, ChildEnd, StartChild } from '../engine/platform/child-process';
import type { FromEngine, ToEngine } from './engine-messages';

interface Listeners {
  message(message: unknown): void;
  end(end: ChildEnd): void;
}

/**
 * Child processes of the engine: requests their start from the main process, and receives their messages through it.
 */
export class ChildRequests {
  private last = 0;
  private readonly listeners = new Map<number, Listeners>();

  constructor(private readonly ask: (request: FromEngine) => void) {}

  readonly start: StartChild = (script, { quiet = false }) => {
    this.last += 1;
    const child = this.last;
    const messages: ((message: unknown) => void)[] = [];
    const ends: ((end: ChildEnd) => void)[] = [];
    this.listeners.set(child, {
      message: (message) => messages.forEach((listener) => listener(message)),
      end: (end) => ends.forEach((listener) => listener(end)),
    });
    this.ask({ kind: 'start', child, script, quiet });
    return {
      send: (message) => this.ask({ kind: 'send', child, message }),
      onMessage: (listener) => void messages.push(listener),
      onEnd: (listener) => void ends.push(listener),
      kill: () => this.ask({ kind: 'kill', child }),
    } satisfies Child;
  };

  receive(message: Extract<ToEngine, { kind: 'child' | 'ended' }>): void {
    const listeners = this.listeners.get(message.child);
    if (message.kind === 'child') {
      listeners?.message(message.message);
    } else {
      this.listeners.delete(message.child);
      listeners?.end({ exitCode: message.exitCode });
    }
  }
}
