/** The messages between an editor and the engine. Both sides validate every message on arrival. */
import { z } from 'zod';
import { engineMessageSchema } from './messages';
import { type Method, methods } from './methods';
import { queueSchema } from './queue';
import { epochRecordSchema, previewSchema, runStatusSchema, startingRunSchema, stepRecordSchema } from './runs';
import { studyStatusSchema } from './studies';

/** The version of the wire. It grows with every change of a message that an older window or engine cannot read. */
export const protocolVersion = 5;

/**
 * The first message of an editor, and the engine's reply to it. The schema stays readable in all versions, so that two ends
 * of different versions can say so.
 */
export const helloSchema = z.looseObject({ type: z.literal('hello'), protocol: z.number().int() });
export type Hello = z.infer<typeof helloSchema>;

/** From the editor to the engine. */
export const requestSchema = z.strictObject({
  type: z.literal('request'),
  id: z.number(),
  method: z.enum(Object.keys(methods) as [Method, ...Method[]]),
  parameters: z.unknown(),
});
export type Request = z.infer<typeof requestSchema>;

/** A request that was not carried out: see RequestError. */
export const apiErrorSchema = z.strictObject({
  code: z.enum(['refused', 'failed']),
  reason: engineMessageSchema,
  node: z.string().optional(),
});
export type ApiError = z.infer<typeof apiErrorSchema>;

export const eventSchema = z.discriminatedUnion('event', [
  z.strictObject({ type: z.literal('event'), event: z.literal('status'), status: runStatusSchema }),
  z.strictObject({ type: z.literal('event'), event: z.literal('step'), run: z.string(), record: stepRecordSchema }),
  z.strictObject({
    type: z.literal('event'),
    event: z.literal('epoch'),
    run: z.string(),
    record: epochRecordSchema,
    previews: z.array(previewSchema).optional(),
  }),
  z.strictObject({ type: z.literal('event'), event: z.literal('study'), status: studyStatusSchema }),
  z.strictObject({ type: z.literal('event'), event: z.literal('queue'), queue: queueSchema }),
  /** Null once the run has started or was refused. */
  z.strictObject({ type: z.literal('event'), event: z.literal('starting'), run: startingRunSchema.nullable() }),
]);
export type EngineEvent = z.infer<typeof eventSchema>;

/** From the engine to the editor. */
export const messageSchema = z.union([
  z.strictObject({ type: z.literal('reply'), id: z.number(), result: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id: z.number().nullable(), error: apiErrorSchema }),
  eventSchema,
]);
export type Message = z.infer<typeof messageSchema>;

/** A way for messages, whatever carries them: WebSocket, Electron's ports, a child process. */
export interface Port {
  send(message: unknown): void;
  /** Called with each message that arrives, parsed but not validated. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** Access to the engine that a desktop host puts into its window; opened again after the engine ended. */
export interface StudioHost {
  openPort(): Promise<Port>;
  /** Shows a run folder in the file manager of the system. */
  showFolder(folder: string): void;
}
