import { describe, expect, it, vi } from 'vitest';
import { uploadPart } from '../../engine/contract/upload';
import { Uploads } from '../../engine/service/uploads';
import type { EngineClient } from '../../renderer/session/engine-client';
import { uploadFile } from '../../renderer/session/upload';

/** A client whose requests go to the engine's uploads. */
function clientOf(uploads: Uploads) {
  const request = vi.fn(
    async (method: string, parameters: { upload: number; base64: string; name: string; bytes: number }) => {
      if (method === 'beginUpload') return { upload: uploads.begin(parameters.name, parameters.bytes) };
      if (method === 'sendPart')
        return { received: uploads.add(parameters.upload, Buffer.from(parameters.base64, 'base64')) };
      uploads.cancel(parameters.upload);
      return {};
    },
  );
  return { request: request as unknown as EngineClient['request'], calls: request.mock.calls };
}

const bytes = new Uint8Array(2 * uploadPart + 7).map((_, index) => index % 251);
const file = new File([bytes], 'run.zip');

describe('a file', () => {
  it('arrives completely, in parts that report their progress', async () => {
    const uploads = new Uploads();
    const client = clientOf(uploads);
    const sent: number[] = [];
    const upload = await uploadFile(client, file, (received) => sent.push(received));
    expect(sent).toEqual([uploadPart, 2 * uploadPart, bytes.length]);
    expect(Buffer.compare(uploads.take(upload).bytes, bytes)).toBe(0);
    expect(client.calls.map(([method]) => method)).toEqual(['beginUpload', 'sendPart', 'sendPart', 'sendPart']);
  });

  it('is removed by the engine when it is cancelled', async () => {
    const uploads = new Uploads();
    const client = clientOf(uploads);
    const controller = new AbortController();
    const end = uploadFile(client, file, () => controller.abort(), controller.signal);
    await expect(end).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(client.calls.map(([method]) => method)).toEqual(['beginUpload', 'sendPart', 'cancelUpload']);
    expect(() => uploads.take(1)).toThrow();
  });
});
