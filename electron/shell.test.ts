import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import { editorAddress } from './editor-address';
import { watchProcesses } from './failures';
import { guardPages, guardSession } from './guard';
import { Shell } from './shell';
import { words } from './words';

/** The parts of Electron's modules that the shell uses. */
const electron = vi.hoisted(() => ({
  folder: '',
  app: undefined as unknown as EventEmitter & Record<'quit' | 'addRecentDocument', Mock>,
  session: { defaultSession: {} },
  dialog: { showMessageBox: vi.fn(), showErrorBox: vi.fn() },
  shell: { openExternal: vi.fn(), openPath: vi.fn() },
  Menu: { buildFromTemplate: vi.fn((template: unknown) => template), setApplicationMenu: vi.fn() },
  windows: [] as Record<string, unknown>[],
  notifications: [] as unknown[],
}));
vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  electron.app = Object.assign(new Emitter(), {
    isPackaged: true,
    quit: vi.fn(),
    getLocale: () => 'ko-KR',
    getPath: () => electron.folder,
    addRecentDocument: vi.fn(),
    clearRecentDocuments: vi.fn(),
  });
  class Notification {
    constructor(options: unknown) {
      electron.notifications.push(options);
    }
    static isSupported = () => true;
    on = vi.fn();
    show = vi.fn();
  }
  const BrowserWindow = { getAllWindows: () => electron.windows, fromWebContents: () => undefined };
  return { ...electron, app: electron.app, BrowserWindow, Notification };
});

electron.folder = mkdtempSync(path.join(os.tmpdir(), 'studio-shell-'));
afterAll(() => rmSync(electron.folder, { recursive: true }));
beforeEach(() => {
  electron.app.removeAllListeners();
  electron.windows.length = 0;
  electron.notifications.length = 0;
  vi.clearAllMocks();
});

/** A page that the application has created. */
function createPage() {
  let openWindow = (_details: { url: string }): unknown => undefined;
  const page = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof openWindow) => (openWindow = handler),
  });
  guardPages(() => words.en);
  electron.app.emit('web-contents-created', {}, page);
  const prevented = (event: string, details: object) => {
    const preventDefault = vi.fn();
    page.emit(event, { ...details, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };
  return { prevented, open: (url: string) => openWindow({ url }) };
}

describe('every page', () => {
  it('stays at the editor, in all its frames', () => {
    const { prevented } = createPage();
    for (const event of ['will-navigate', 'will-frame-navigate']) {
      expect(prevented(event, { url: editorAddress, isMainFrame: true }), event).toBe(false);
      for (const url of [
        'https://example.org',
        'file:///etc/passwd',
        `${editorAddress}?x`,
        'studio://app/licences.json',
      ]) {
        expect(prevented(event, { url, isMainFrame: true }), url).toBe(true);
      }
    }
    expect(prevented('will-frame-navigate', { url: editorAddress, isMainFrame: false })).toBe(true);
    expect(prevented('will-redirect', { url: editorAddress })).toBe(true);
    expect(prevented('will-attach-webview', {})).toBe(true);
  });

  it('opens no window; an https address goes to the browser after a question', async () => {
    const { open } = createPage();
    electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 0 }).mockResolvedValueOnce({ response: 1 });
    for (const url of [
      'https://example.org/no',
      'https://example.org/yes',
      'file:///etc/passwd',
      'http://example.org',
    ]) {
      expect(open(url)).toEqual({ action: 'deny' });
    }
    await vi.waitFor(() => expect(electron.shell.openExternal).toHaveBeenCalled());
    expect(electron.shell.openExternal.mock.calls).toEqual([['https://example.org/yes']]);
    expect(electron.dialog.showMessageBox.mock.calls.map(([{ detail }]) => detail)).toEqual([
      'https://example.org/no',
      'https://example.org/yes',
    ]);
  });
});

it('the session refuses permissions, devices, dictionaries and the network', () => {
  const onBeforeRequest = vi.fn();
  const names = [
    'PermissionRequestHandler',
    'PermissionCheckHandler',
    'DevicePermissionHandler',
    'SpellCheckerEnabled',
  ];
  const set = Object.fromEntries(names.map((name) => [`set${name}`, vi.fn()]));
  electron.session.defaultSession = { ...set, webRequest: { onBeforeRequest } };
  guardSession();
  const handlerOf = (name: string) => set[`set${name}`]?.mock.calls[0]?.[0];
  const answerTo = (permission: string, details: object) => {
    const answer = vi.fn();
    handlerOf('PermissionRequestHandler')({ getURL: () => 'https://example.org' }, permission, answer, details);
    return answer.mock.calls[0]?.[0] as boolean;
  };
  const requestingUrl = editorAddress;
  expect(answerTo('fileSystem', { requestingUrl, isDirectory: false })).toBe(true);
  expect(answerTo('fileSystem', { requestingUrl, isDirectory: true })).toBe(false);
  expect(answerTo('fileSystem', {})).toBe(false);
  expect(answerTo('media', { requestingUrl })).toBe(false);
  const check = handlerOf('PermissionCheckHandler');
  expect(check(null, 'clipboard-sanitized-write', 'studio://app/', {})).toBe(true);
  expect(check(null, 'clipboard-read', 'studio://app/', {})).toBe(false);
  expect(handlerOf('DevicePermissionHandler')()).toBe(false);
  expect(handlerOf('SpellCheckerEnabled')).toBe(false);
  const [{ urls }, block] = onBeforeRequest.mock.calls[0] ?? [{}];
  expect(urls).toEqual(expect.arrayContaining(['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*']));
  const answer = vi.fn();
  block({}, answer);
  expect(answer).toHaveBeenCalledExactlyOnceWith({ cancel: true });
});

describe('ended processes', () => {
  it('are logged; a window is reloaded once, and then the user is asked', async () => {
    const log: string[] = [];
    watchProcesses(
      () => words.en,
      (text) => log.push(text),
    );
    const window = { reload: vi.fn(), isDestroyed: () => false };
    const crash = () => electron.app.emit('render-process-gone', {}, window, { reason: 'crashed', exitCode: 5 });
    crash();
    expect(window.reload).toHaveBeenCalledOnce();
    electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 0 }).mockResolvedValueOnce({ response: 1 });
    crash();
    await vi.waitFor(() => expect(window.reload).toHaveBeenCalledTimes(2));
    crash();
    await vi.waitFor(() => expect(electron.app.quit).toHaveBeenCalledOnce());
    const details = { type: 'Utility', name: 'engine', reason: 'oom', exitCode: 9 };
    electron.app.emit('child-process-gone', {}, details);
    expect(log).toEqual([...Array.from({ length: 3 }, () => 'window: crashed (5)'), 'engine: oom (9)']);
  });
});

describe('the desktop', () => {
  it('has a menu in the language of the system, then of the window', () => {
    const desktop = new Shell('/runs');
    desktop.start();
    expect(desktop.words()).toBe(words.ko);
    desktop.setLanguage('en');
    expect(desktop.words()).toBe(words.en);
    for (const value of ['fr', 7, null]) desktop.setLanguage(value);
    expect(desktop.words()).toBe(words.en);
    expect(electron.Menu.setApplicationMenu).toHaveBeenCalledTimes(5);
  });

  it('passes a file to the window once it is ready, saves it, adds it to the recent files, and names one that cannot be opened', async () => {
    const desktop = new Shell('/runs');
    const file = path.join(electron.folder, 'graph.mmgraph');
    writeFileSync(file, '{}');
    await desktop.openFile(file);
    const window = Object.assign(new EventEmitter(), { send: vi.fn() });
    desktop.connect(window as unknown as Electron.WebContents);
    const opened = { name: 'graph.mmgraph', bytes: expect.any(Uint8Array), place: 0 };
    expect(window.send.mock.calls).toEqual([['studio:file', opened]]);
    expect(electron.app.addRecentDocument).toHaveBeenCalledExactlyOnceWith(file);
    window.emit('render-process-gone');
    await desktop.openFile(file);
    expect(window.send).toHaveBeenCalledOnce();
    await desktop.openFile(path.join(electron.folder, 'secret.txt'));
    window.send.mockClear();
    const page = Object.assign(window, { isDestroyed: () => false }) as unknown as Electron.WebContents;
    await desktop.saveFile(page, { id: 3, place: 0, text: '{"title":"New"}' });
    await desktop.saveFile(page, { id: 4, place: 1, text: 'elsewhere' });
    expect(window.send.mock.calls).toEqual([['studio:saved', { id: 3, reason: null }]]);
    expect(readFileSync(file, 'utf8')).toBe('{"title":"New"}');
    const [title, reason] = electron.dialog.showErrorBox.mock.calls[0] ?? [];
    expect([title, reason]).toEqual(['secret.txt cannot be opened.', expect.stringContaining('unknown extension')]);
  });

  it('shows progress in the task bar, and announces the end of a long run in the background', () => {
    vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValue(3_600_000);
    const window = { setProgressBar: vi.fn(), isFocused: () => false };
    electron.windows.push(window);
    const desktop = new Shell('/runs');
    const run = { run: 'a', title: 'Repair', step: 1, steps: 4 };
    desktop.showRun({ ...run, state: 'training' });
    desktop.showRun({ ...run, state: 'evaluating', step: 4 });
    desktop.showRun({ ...run, state: 'finished', step: 4 });
    expect(window.setProgressBar.mock.calls).toEqual([
      [0.25, { mode: 'normal' }],
      [2, { mode: 'indeterminate' }],
      [-1, { mode: 'normal' }],
    ]);
    expect(electron.notifications).toEqual([{ title: 'Training has finished', body: 'Repair' }]);
    vi.restoreAllMocks();
  });
});
