// @vitest-environment jsdom
import { fileSave } from 'browser-fs-access';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '../ui/toasts';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { anyUnsaved, restoreGraphs } from './open-graphs';
import { save, saveAs } from './files';

vi.mock('browser-fs-access', () => ({ fileOpen: vi.fn(), fileSave: vi.fn() }));

const downloads: string[] = [];
const video = new Blob(['video'], { type: 'video/webm' });

beforeEach(() => {
  downloads.length = 0;
  toasts.setState({ list: [] });
  restoreGraphs([{ document: { ...tinyPipeline(), title: 'Mine' }, saved: tinyPipeline(), fileName: undefined }], 0);
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

const messagesShown = () => toasts.getState().list.map(({ message }) => message);
const press = (label: string) =>
  toasts
    .getState()
    .list.find(({ action }) => action?.label === label)
    ?.action?.run();
const chosen = (name: string) => ({ name }) as FileSystemFileHandle;

/** Both ways to save: of a file without a place, and of the open graph. */
const ways: readonly (readonly [string, string, () => Promise<void>])[] = [
  ['a table', 'results.csv', () => saveAs(new Blob(['a,b'], { type: 'text/csv' }), 'results.csv')],
  ['the graph', 'mine.json', () => save('same file')],
];

describe.each(ways)('saving %s', (_, name, start) => {
  it('shows the wait for the dialog, then the name of the chosen file', async () => {
    let choose: (handle: FileSystemFileHandle) => void = () => undefined;
    vi.mocked(fileSave).mockReturnValueOnce(new Promise((resolve) => (choose = resolve)));
    const saving = start();
    expect(messagesShown()).toEqual([`Choose a place for ${name} in the file dialog.`]);
    choose(chosen(`chosen-${name}`));
    await saving;
    expect(messagesShown()).toEqual([`Saved chosen-${name}.`]);
    expect(downloads).toEqual([]);
  });

  it('downloads while the dialog does not appear', async () => {
    vi.mocked(fileSave).mockReturnValueOnce(new Promise(() => undefined));
    const saving = start();
    press('Download instead');
    await saving;
    expect(downloads).toEqual([`${name} from blob:video`]);
    expect(messagesShown()).toContain(`Saved ${name}.`);
  });

  it('reports that no file was chosen, and can then download', async () => {
    vi.mocked(fileSave).mockRejectedValueOnce(new DOMException('The user closed the dialog', 'AbortError'));
    await start();
    expect(messagesShown()).toEqual([`${name} was not saved: no file was chosen.`]);
    expect([downloads, anyUnsaved()]).toEqual([[], true]);
    press('Download instead');
    expect(downloads).toEqual([`${name} from blob:video`]);
    expect(messagesShown()).toContain(`Saved ${name}.`);
  });

  it('reports why the file cannot be written', async () => {
    vi.mocked(fileSave).mockRejectedValueOnce(new Error('The disk is full.'));
    await start();
    expect(messagesShown()).toEqual([`${name} was not saved. The disk is full.`]);
  });
});
