import { uploadPart } from '../../engine/contract/upload';
import { errorMessage } from '../../engine/contract/errors';
import type { EngineClient } from './engine-client';

/** Bytes in base64, for a message. */
function encode(bytes: Uint8Array): string {
  // In chunks, because a call has a limited number of arguments.
  const piece = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(text);
}

/**
 * Sends a file to the engine in parts, so that no message is large and the engine can answer others in between.
 *
 * @param onSent called after each part with the number of received bytes
 * @param signal cancels the upload
 * @returns the number of the upload
 * @throws {RequestError} if the file is too large; the reason of the signal if it is cancelled
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
