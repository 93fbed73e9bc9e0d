/** The messages between an editor and the engine. Both sides validate every message on arrival. */
import { z } from 'zod';
import { type Method, methods } from './methods';
import { epochRecordSchema, previewSchema, runStatusSchema, stepRecordSchema } from './runs';
import { studyStatusSchema } from './studies';

/** From the editor to the engine. */
export const requestSchema = z.strictObject({
  type: z.literal('request'),
  id: z.number(),
  method: z.enum(Object.keys(methods) as [Method, ...Method[]]),
  parameters: z.unknown(),
});
export type Request = z.infer<typeof requestSchema>;

/** A refusal, for people, with the node it belongs to where there is one. */
export const apiErrorSchema = z.strictObject({
  /** `refused`: the input is wrong (exit code 2); `failed`: the engine could not do it (exit code 1). */
  code: z.enum(['refused', 'failed']),
  message: z.string(),
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

/** What a desktop host puts into its window: a way to the engine, made anew after the engine broke off. */
export interface StudioHost {
  openPort(): Promise<Port>;
}
