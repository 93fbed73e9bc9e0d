import type { MenuItemConstructorOptions } from 'electron';
import path from 'node:path';
import { actionKeys, type MenuAction } from './menu-actions';
import type { Words } from './words';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** True for an installed application, which has no developer tools. */
  readonly isPackaged: boolean;
  readonly words: Words;
  /** Paths, newest first. */
  readonly recent: readonly string[];
  act(action: MenuAction): void;
  openFile(file: string): void;
  clearRecent(): void;
  showRuns(): void;
  showLogs(): void;
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** The application's menu. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, isPackaged, words } = options;
  const onMac = platform === 'darwin';
  /**
   * The menu only displays shortcuts, since the editor handles its keys. On macOS a registered shortcut would run
   * twice.
   */
  const item = (id: MenuAction): MenuItemConstructorOptions => {
    const keys = actionKeys[id];
    const shown = keys !== undefined && !onMac ? { accelerator: keys, registerAccelerator: false } : {};
    return { id, label: words.actions[id], click: () => options.act(id), ...shown };
  };
  const recent: MenuItemConstructorOptions[] = options.recent.map((file) => ({
    label: path.basename(file),
    toolTip: file,
    click: () => options.openFile(file),
  }));
  const quit: MenuItemConstructorOptions = { role: 'quit', label: words.quit };
  return [
    ...(onMac
      ? [
          {
            role: 'appMenu' as const,
            submenu: [item('about'), separator, { role: 'services' as const }, separator]
              .concat([{ role: 'hide' as const }, { role: 'hideOthers' as const }, { role: 'unhide' as const }])
              .concat([separator, quit]),
          },
        ]
      : []),
    {
      label: words.menus.file,
      submenu: [
        ...[item('newGraph'), item('open')],
        {
          id: 'openRecent',
          label: words.openRecent,
          enabled: recent.length > 0,
          submenu: [...recent, separator, { label: words.clearRecent, click: () => options.clearRecent() }],
        },
        ...[item('gallery'), separator, item('save'), item('saveAs'), separator],
        ...[item('exportPng'), item('exportSvg'), item('exportTypeScript'), item('compare'), separator],
        { id: 'showRuns', label: words.showRuns, click: () => options.showRuns() },
        ...[separator, item('closeTab')],
        ...(onMac ? [] : [quit]),
      ],
    },
    {
      label: words.menus.edit,
      submenu: [
        ...[item('undo'), item('redo'), separator],
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        ...[separator, item('duplicate'), item('remove'), item('selectAll'), separator, item('find')],
      ],
    },
    {
      label: words.menus.view,
      submenu: [
        ...[item('fit'), item('zoomToSelection'), item('zoomIn'), item('zoomOut'), item('zoomToOne'), separator],
        ...[item('layOut'), separator, { role: 'togglefullscreen' as const, label: words.fullScreen }],
        ...(isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    { label: words.menus.run, submenu: [item('train'), item('experiments')] },
    {
      label: words.menus.window,
      role: 'window',
      submenu: onMac
        ? [{ role: 'minimize', label: words.minimise }, { role: 'zoom' }, separator, { role: 'front' }]
        : [{ role: 'minimize', label: words.minimise }],
    },
    {
      label: words.menus.help,
      role: 'help',
      submenu: [
        ...[item('commands'), item('shortcuts'), separator],
        { id: 'showLogs', label: words.showLogs, click: () => options.showLogs() },
        ...(onMac ? [] : [separator, item('about')]),
      ],
    },
  ];
}
