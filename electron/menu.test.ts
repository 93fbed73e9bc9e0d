import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuTemplate, type MenuOptions } from './menu';
import { menuActions } from './menu-actions';
import { languageOf, words } from './words';

const options = (changes: Partial<MenuOptions> = {}): MenuOptions => ({
  platform: 'linux',
  isPackaged: true,
  words: words.en,
  recent: [],
  act: vi.fn(),
  openFile: vi.fn(),
  clearRecent: vi.fn(),
  showRuns: vi.fn(),
  showLogs: vi.fn(),
  ...changes,
});

/** All items of a menu, including submenus. */
const itemsOf = (template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);

const choose = (template: readonly MenuItemConstructorOptions[], label: string): void => {
  const item = itemsOf(template).find((candidate) => candidate.label === label);
  (item?.click as (() => void) | undefined)?.();
};

describe('the menu', () => {
  it.each(['linux', 'win32', 'darwin'] as const)(
    'has every action once, and sends it to the editor, on %s',
    (platform) => {
      const given = options({ platform });
      const template = menuTemplate(given);
      const ids = itemsOf(template).flatMap(({ id }) => (id === undefined ? [] : [id]));
      for (const id of menuActions) {
        expect(
          ids.filter((candidate) => candidate === id),
          id,
        ).toHaveLength(1);
        choose(template, words.en.actions[id]);
      }
      expect(vi.mocked(given.act).mock.calls.map(([id]) => id)).toEqual(menuActions);
    },
  );

  it('leaves all keys to the editor', () => {
    const keys = itemsOf(menuTemplate(options())).filter(({ accelerator }) => accelerator !== undefined);
    expect(keys.length).toBeGreaterThan(10);
    for (const { id, registerAccelerator } of keys) expect(registerAccelerator, id).toBe(false);
    // On macOS a displayed key is a registered one.
    const onMac = itemsOf(menuTemplate(options({ platform: 'darwin' })));
    expect(onMac.filter(({ accelerator }) => accelerator !== undefined)).toEqual([]);
  });

  it('has the system’s roles for the clipboard, full screen and quitting', () => {
    for (const platform of ['linux', 'darwin'] as const) {
      const roles = itemsOf(menuTemplate(options({ platform }))).map(({ role }) => role);
      expect(roles).toEqual(
        expect.arrayContaining(['cut', 'copy', 'paste', 'togglefullscreen', 'quit', 'minimize', 'help']),
      );
    }
  });

  it('has developer tools only while the application is not installed', () => {
    const has = (isPackaged: boolean) =>
      itemsOf(menuTemplate(options({ isPackaged }))).some(({ role }) => role === 'toggleDevTools');
    expect([has(true), has(false)]).toEqual([false, true]);
  });

  it('opens recent files, and the folders of runs and logs', () => {
    const given = options({ recent: ['/graphs/one.json', '/graphs/two.json'] });
    const template = menuTemplate(given);
    choose(template, 'two.json');
    choose(template, 'Clear the list');
    choose(template, words.en.showRuns);
    choose(template, words.en.showLogs);
    expect(given.openFile).toHaveBeenCalledExactlyOnceWith('/graphs/two.json');
    for (const called of [given.clearRecent, given.showRuns, given.showLogs]) expect(called).toHaveBeenCalledOnce();
    const empty = itemsOf(menuTemplate(options())).find(({ id }) => id === 'openRecent');
    expect(empty?.enabled).toBe(false);
  });

  it('is in the language of the editor', () => {
    const labels = itemsOf(menuTemplate(options({ words: words.ko }))).map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['파일', '학습', '로그 폴더 열기']));
    expect(['ko', 'ko-KR', 'en-GB', 'fr', ''].map(languageOf)).toEqual(['ko', 'ko', 'en', 'en', 'en']);
  });
});
