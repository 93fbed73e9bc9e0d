import { largestUpload } from '../contract/upload';
import { RequestError } from '../contract/errors';
import type { EngineMessage } from '../contract/messages';

interface Upload {
  readonly name: string;
  readonly bytes: Buffer;
  received: number;
}

/** Maximum number of concurrent uploads. A further one ends the oldest, since its window may have closed. */
const most = 4;

const refusal = (reason: EngineMessage): RequestError => new RequestError('refused', reason);

/** Files that windows are sending, in memory until they are complete. */
export class Uploads {
  private readonly uploads = new Map<number, Upload>();
  private last = 0;

  /**
   * @param bytes size of the whole file
   * @returns the number of the upload
   * @throws {RequestError} if the file is too large
   */
  begin(name: string, bytes: number): number {
    if (bytes > largestUpload) {
      const mebibytes = Math.ceil(bytes / 2 ** 20);
      throw refusal({ code: 'fileTooLarge', file: name, mebibytes, most: largestUpload / 2 ** 20 });
    }
    const [oldest] = this.uploads.keys();
    if (this.uploads.size >= most && oldest !== undefined) this.uploads.delete(oldest);
    this.last += 1;
    this.uploads.set(this.last, { name, bytes: Buffer.alloc(bytes), received: 0 });
    return this.last;
  }

  /**
   * Adds the next part.
   * @returns bytes received so far
   * @throws {RequestError} if there is no such upload, or if the part exceeds the announced size, which ends the upload
   */
  add(id: number, part: Uint8Array): number {
    const upload = this.find(id);
    if (upload.received + part.length > upload.bytes.length) {
      this.uploads.delete(id);
      throw refusal({ code: 'uploadTooLong', file: upload.name, bytes: upload.bytes.length });
    }
    upload.bytes.set(part, upload.received);
    upload.received += part.length;
    return upload.received;
  }

  cancel(id: number): void {
    this.uploads.delete(id);
  }

  /** Takes a complete file. @throws {RequestError} if there is no such upload or a part of it is missing */
  take(id: number): { readonly name: string; readonly bytes: Uint8Array } {
    const { name, bytes, received } = this.find(id);
    this.uploads.delete(id);
    if (received < bytes.length) throw refusal({ code: 'uploadIncomplete', file: name, received, bytes: bytes.length });
    return { name, bytes };
  }

  private find(id: number): Upload {
    const upload = this.uploads.get(id);
    if (!upload) throw refusal({ code: 'noUpload' });
    return upload;
  }
}
