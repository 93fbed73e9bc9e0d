// @vitest-environment jsdom
import { fileSave } from 'browser-fs-access';
import { beforeEach, expect, it, vi } from 'vitest';
import { saveAs } from './files';

vi.mock('browser-fs-access', () => ({ fileOpen: vi.fn(), fileSave: vi.fn() }));

const downloads: string[] = [];
const video = new Blob(['video'], { type: 'video/webm' });

beforeEach(() => {
  downloads.length = 0;
  URL.createObjectURL = () => 'blob:video';
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    downloads.push(`${this.download} from ${this.href}`);
  });
});

it('downloads a file if the press is too old for a dialog', async () => {
  vi.mocked(fileSave).mockRejectedValueOnce(new DOMException('Must be handling a user gesture', 'SecurityError'));
  await saveAs(video, 'scene.webm');
  expect(downloads).toEqual(['scene.webm from blob:video']);
});

it('saves nothing if the dialog is closed', async () => {
  vi.mocked(fileSave).mockRejectedValueOnce(new DOMException('The user closed the dialog', 'AbortError'));
  await saveAs(video, 'scene.webm');
  expect(downloads).toEqual([]);
});
