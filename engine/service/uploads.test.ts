import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestUpload } from '../contract/upload';
import { Uploads } from './uploads';

const refused = (code: string) =>
  expect.objectContaining({ code: 'refused', reason: expect.objectContaining({ code }) });

describe('files in parts', () => {
  it('are joined to the original, for any sizes of parts', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }), (parts) => {
        const uploads = new Uploads();
        const whole = Buffer.concat(parts);
        const id = uploads.begin('run.zip', whole.length);
        let received = 0;
        for (const part of parts) expect(uploads.add(id, part)).toBe((received += part.length));
        const { name, bytes } = uploads.take(id);
        expect([name, [...bytes]]).toEqual(['run.zip', [...whole]]);
        expect(() => uploads.take(id)).toThrow(refused('noUpload'));
      }),
    );
  });

  it('are refused if they are too large, too long or incomplete', () => {
    const uploads = new Uploads();
    expect(() => uploads.begin('big.zip', largestUpload + 1)).toThrow(refused('fileTooLarge'));
    const long = uploads.begin('long.zip', 3);
    expect(() => uploads.add(long, new Uint8Array(4))).toThrow(refused('uploadTooLong'));
    expect(() => uploads.add(long, new Uint8Array(1))).toThrow(refused('noUpload'));
    const short = uploads.begin('short.zip', 3);
    uploads.add(short, new Uint8Array(2));
    expect(() => uploads.take(short)).toThrow(refused('uploadIncomplete'));
    expect(() => uploads.add(short, new Uint8Array(1))).toThrow(refused('noUpload'));
  });

  it('of closed windows are replaced by new ones', () => {
    const uploads = new Uploads();
    const ids = ['a', 'b', 'c', 'd', 'e'].map((name) => uploads.begin(name, 1));
    expect(() => uploads.add(ids[0] as number, new Uint8Array(1))).toThrow(refused('noUpload'));
    expect(uploads.add(ids[1] as number, new Uint8Array(1))).toBe(1);
    uploads.cancel(ids[2] as number);
    expect(() => uploads.take(ids[2] as number)).toThrow(refused('noUpload'));
  });
});
