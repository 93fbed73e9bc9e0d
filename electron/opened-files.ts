import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { OpenedFile } from '../engine/contract/protocol';
import { errorMessage } from '../engine/contract/errors';
import { inEnglish } from '../engine/contract/messages';
import { writeWhole } from '../engine/files/atomic';

/**
 * Extensions of files that the application opens: graphs, studies, pictures that contain a graph, and runs as a zip.
 */
export const openedEndings = ['.json', '.mmgraph', '.mmstudy', '.mmrun', '.zip', '.png'] as const;

/** Maximum size of an opened file in bytes. A larger zip of a run can be imported in the window. */
export const largestFile = 48 * 2 ** 20;

const isOpened = (file: string): boolean => openedEndings.some((ending) => path.extname(file).toLowerCase() === ending);

/**
 * Files at the start of the application.
 * @param parameters without the executable; Chromium adds switches in any order
 * @param folder base of relative paths
 */
export const filesIn = (parameters: readonly string[], folder: string): string[] =>
  parameters.filter((text) => !text.startsWith('-') && isOpened(text)).map((text) => path.resolve(folder, text));

/** Reads a file that the user opened. @throws if it is of another kind, too large or unreadable */
export async function readOpened(file: string): Promise<OpenedFile> {
  if (!isOpened(file))
    throw new Error(`${path.basename(file)} has an unknown extension; open a file with ${openedEndings.join(', ')}.`);
  const about = await stat(file);
  if (!about.isFile()) throw new Error(`${path.basename(file)} is not a file.`);
  if (about.size > largestFile) {
    const [size, limit] = [about.size, largestFile].map((bytes) => Math.ceil(bytes / 2 ** 20));
    throw new Error(`${path.basename(file)} has ${String(size)} MiB; at most ${String(limit)} MiB can be opened.`);
  }
  return { name: path.basename(file), bytes: new Uint8Array(await readFile(file)) };
}

/** Request of the window to write an opened document. */
const saveSchema = z.strictObject({
  id: z.number().int(),
  place: z.number().int(),
  text: z.string().max(largestFile),
});

/** The opened graph documents. The window can write only to these files, and identifies them by number. */
export class OpenedPlaces {
  private readonly files: string[] = [];

  /** Number of a file; undefined for one that cannot be saved, such as a study or a picture. */
  add(file: string): number | undefined {
    if (!['.json', '.mmgraph'].includes(path.extname(file).toLowerCase())) return undefined;
    const known = this.files.indexOf(file);
    return known < 0 ? this.files.push(file) - 1 : known;
  }

  /**
   * Writes a document to its file.
   * @returns the response to the window; undefined for a message of another form
   */
  async save(value: unknown): Promise<{ readonly id: number; readonly reason: string | null } | undefined> {
    const request = saveSchema.safeParse(value).data;
    const file = this.files[request?.place ?? -1];
    if (!request || file === undefined) return undefined;
    try {
      await writeWhole(file, request.text);
      return { id: request.id, reason: null };
    } catch (error) {
      return { id: request.id, reason: inEnglish(errorMessage(error)) };
    }
  }
}

const most = 10;
export const recentSchema = z.array(z.string().min(1).max(4096)).max(most);

/** Moves a file to the start of the recent files. */
export const withRecent = (list: readonly string[], file: string): string[] =>
  [file, ...list.filter((other) => other !== file)].slice(0, most);

/** Queues messages until a window is ready for them. */
export class Outbox<Message> {
  private waiting: Message[] = [];
  private deliver: ((message: Message) => void) | undefined;

  send(message: Message): void {
    if (this.deliver) this.deliver(message);
    else this.waiting.push(message);
  }

  /** The window is ready; sends the queued messages. */
  open(deliver: (message: Message) => void): void {
    this.deliver = deliver;
    this.waiting.splice(0).forEach(deliver);
  }

  /** The window has closed; queues messages again. */
  close(): void {
    this.deliver = undefined;
  }
}
