import { describe, expect, it } from 'vitest';
import { reactionToEnd, externalAddress, isInside, isTrustedSender, mayUse } from './access';
import { editorAddress } from './editor-address';

describe('the sender of a message', () => {
  const main = { url: editorAddress, frameTreeNodeId: 1 };

  it('is the main frame with the address of the editor', () => {
    expect(isTrustedSender(main, main)).toBe(true);
  });

  it('is refused as another frame, even with the same address, and with another address', () => {
    expect(isTrustedSender(null, main)).toBe(false);
    expect(isTrustedSender({ ...main, frameTreeNodeId: 2 }, main)).toBe(false);
    for (const url of ['about:blank', 'https://example.org/', `${editorAddress}#x`, 'studio://app/other.html']) {
      const frame = { ...main, url };
      expect(isTrustedSender(frame, frame), url).toBe(false);
    }
  });
});

describe('a folder that the file manager shows', () => {
  it('is inside the folder of runs', () => {
    for (const place of ['/runs/one', '/runs/studies/a/runs/b', '/runs/..one'])
      expect(isInside('/runs', place)).toBe(true);
    for (const place of ['/runs', '/runs/', '/runs/..', '/runs/../etc', '/etc', 'one', '', 7, null, undefined]) {
      expect(isInside('/runs', place), String(place)).toBe(false);
    }
  });
});

describe('permissions', () => {
  const origin = 'studio://app/';

  it('are given for files that the user chose and for text to the clipboard', () => {
    expect(mayUse({ permission: 'fileSystem', origin, isDirectory: false })).toBe(true);
    expect(mayUse({ permission: 'clipboard-sanitized-write', origin })).toBe(true);
  });

  it('are refused for folders, other pages and everything else', () => {
    expect(mayUse({ permission: 'fileSystem', origin, isDirectory: true })).toBe(false);
    expect(mayUse({ permission: 'fileSystem', origin: 'https://example.org' })).toBe(false);
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'hid',
      'usb',
      'openExternal',
      'unknown',
    ]) {
      expect(mayUse({ permission, origin }), permission).toBe(false);
    }
  });
});

describe('addresses for the browser', () => {
  it('are https', () => {
    expect(externalAddress('https://example.org/a?b')).toBe('https://example.org/a?b');
  });

  it.each([
    'http://example.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'ms-settings:',
    'https://user:secret@example.org',
    'studio://app/index.html',
    'not an address',
  ])('are not %s', (address) => {
    expect(externalAddress(address)).toBeUndefined();
  });
});

describe('the end of a window’s process', () => {
  it('leads to a reload, and to a question if it ends again within a minute', () => {
    expect(reactionToEnd('crashed', undefined)).toBe('reload');
    expect(reactionToEnd('oom', 59_999)).toBe('ask');
    expect(reactionToEnd('killed', 60_000)).toBe('reload');
  });

  it('is ignored if it was wanted, and leads to a question if a reload cannot help', () => {
    expect(reactionToEnd('clean-exit', undefined)).toBe('ignore');
    expect(reactionToEnd('launch-failed', undefined)).toBe('ask');
    expect(reactionToEnd('integrity-failure', undefined)).toBe('ask');
  });
});
