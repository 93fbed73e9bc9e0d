import { z } from 'zod';
import { runStatusSchema } from '../engine/contract/runs';
import { childScripts, type FromUtility } from '../engine/platform/child-process';

/**
 * Messages from the main process to the engine.
 * - `window`: connects the window at the other end of the message's port.
 * - `child`, `ended`: a message from a child process, and its end.
 * - `close`: stop runs early, then exit.
 */
export type ToEngine =
  | { readonly kind: 'window' }
  | { readonly kind: 'child'; readonly child: number; readonly message: unknown }
  | { readonly kind: 'ended'; readonly child: number; readonly exitCode: number }
  | { readonly kind: 'close' };

const child = z.number().int().nonnegative();

/** State of a run that the shell shows. */
const shownRunSchema = z.object(
  runStatusSchema.pick({ run: true, title: true, state: true, step: true, steps: true }).shape,
);
export type ShownRun = z.infer<typeof shownRunSchema>;

/**
 * Messages from the engine to the main process.
 * - `start`, `send`, `kill`: child processes, which only the main process can start. The engine numbers them.
 * - `run`: the state of a run, for the task bar.
 */
const fromEngineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('start'), child, script: z.enum(childScripts), quiet: z.boolean() }),
  z.strictObject({ kind: z.literal('send'), child, message: z.unknown() }),
  z.strictObject({ kind: z.literal('kill'), child }),
  z.strictObject({ kind: z.literal('run'), status: shownRunSchema }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;

/** Parses a message from the engine; undefined for any other message. */
export const readFromEngine = (message: unknown): FromEngine | undefined => fromEngineSchema.safeParse(message).data;

/** A child process, as seen by the main process. */
export interface UtilityChild {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: FromUtility) => void): unknown;
  once(event: 'exit', listener: (exitCode: number) => void): unknown;
  kill(): boolean;
}

/** Child processes of one engine: starts them, relays messages, and ends them with the engine. */
export class EngineChildren {
  private readonly children = new Map<number, UtilityChild>();

  constructor(
    private readonly fork: (script: (typeof childScripts)[number], quiet: boolean) => UtilityChild,
    private readonly post: (message: ToEngine) => void,
  ) {}

  receive(message: Exclude<FromEngine, { kind: 'run' }>): void {
    if (message.kind === 'start') this.start(message);
    else if (message.kind === 'send') this.children.get(message.child)?.postMessage(message.message);
    else this.children.get(message.child)?.kill();
  }

  /** Ends all of them after the engine has ended. */
  killAll(): void {
    for (const process of this.children.values()) process.kill();
  }

  private start({ child: number, script, quiet }: Extract<FromEngine, { kind: 'start' }>): void {
    const process = this.fork(script, quiet);
    this.children.set(number, process);
    process.on('message', (envelope) => {
      const last = 'last' in envelope;
      this.post({ kind: 'child', child: number, message: last ? envelope.last : envelope.message });
      // The reply to the last message confirms its arrival, so the process can end.
      if (last) process.postMessage(null);
    });
    process.once('exit', (exitCode) => {
      this.children.delete(number);
      this.post({ kind: 'ended', child: number, exitCode });
    });
  }
}
