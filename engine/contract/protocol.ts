/** The messages between an editor and the engine. Both sides validate every message on arrival. */
import { z } from 'zod';
import { engineMessageSchema } from './messages';
import { type Method, methods } from './methods';
import { queueSchema } from './queue';
import {
  epochRecordSchema,
  nodeSizesSchema,
  previewSchema,
  runStatusSchema,
  startingRunSchema,
  stepRecordSchema,
} from './runs';
import { studyStatusSchema } from './studies';

/** Version of the protocol. Increment it when an older window or engine cannot read a changed message. */
export const protocolVersion = 7;

/**
 * The first message of an editor, and the engine's reply. The schema stays readable in all versions, so that both ends
 * can report different versions.
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

/** An error reply; see RequestError. */
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
    sizes: nodeSizesSchema.optional(),
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

/** A channel for messages over any transport: WebSocket, Electron's ports, a child process. */
export interface Port {
  send(message: unknown): void;
  /** Called with each message that arrives, parsed but not validated. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** A file that the user opened with the application, for example with a double click. */
export interface OpenedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Number of the file for {@link StudioHost.saveFile}; absent if it is not a graph document. */
  readonly place?: number | undefined;
}

/** Access to the engine and the desktop that a desktop host puts into its window. */
export interface StudioHost {
  /** Connects to the engine; called again after the engine ended. */
  openPort(): Promise<Port>;
  /** Shows a run folder in the file manager of the system. */
  showFolder(folder: string): void;
  /** Versions of the host's runtime, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Sets the listener for actions of the application's menu, by id. */
  onAction(listener: (id: string) => void): void;
  /** Sets the listener for files that are opened with the application. */
  onFile(listener: (file: OpenedFile) => void): void;
  /** Replaces the text of an opened graph document on the disk. Rejects with the reason of a failure. */
  saveFile(place: number, text: string): Promise<void>;
  /** Sets the language of the application's menu. */
  setLanguage(language: string): void;
}
