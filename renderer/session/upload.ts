import { uploadPart } from '../../engine/contract/upload';
import { errorMessage } from '../../engine/contract/errors';
import type { EngineClient } from './engine-client';

/** Bytes in base64, as a message carries them. */
function encode(bytes: Uint8Array): string {
  // In pieces: a call takes a limited number of arguments.
  const piece = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(text);
}

/**
 * Sends a file to the engine in parts, so that no message is large and the engine answers others in between.
 *
 * @param onSent called after each part with the bytes that the engine has
 * @param signal cancels the upload
 * @returns the number of the upload
 * @throws {RequestError} when the file is too large; the reason of the signal when it is cancelled
 */
export async function uploadFile(
  client: Pick<EngineClient, 'request'>,
  file: File,
  onSent: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  const { upload } = await client.request('beginUpload', { name: file.name, bytes: file.size });
  try {
    for (let at = 0; at < file.size; at += uploadPart) {
      signal?.throwIfAborted();
      const part = new Uint8Array(await file.slice(at, at + uploadPart).arrayBuffer());
      const { received } = await client.request('sendPart', { upload, base64: encode(part) });
      onSent(received);
    }
    signal?.throwIfAborted();
  } catch (error) {
    void client.request('cancelUpload', { upload }).catch(errorMessage);
    throw error;
  }
  return upload;
}
