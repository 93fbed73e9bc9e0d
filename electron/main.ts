import { app, BrowserWindow, dialog, ipcMain, Menu, session, shell } from 'electron';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtEditor, packageRoot } from '../engine/platform/package-root';
import { channels } from './channels';
import { EngineProcess } from './engine-process';

/** Runs go where the terminal says, or among the user's documents when the application was started by itself. */
const runsFolder =
  app.commandLine.getSwitchValue('runs') || path.join(app.getPath('documents'), 'Missing-Modality Studio');
const engine = new EngineProcess(runsFolder);
const editor = pathToFileURL(path.join(builtEditor, 'index.html')).href;

function openWindow(): void {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    webPreferences: { preload: path.join(packageRoot, 'dist/preload/preload.cjs'), sandbox: true },
  });
  window.once('ready-to-show', () => window.show());
  // The editor never leaves its page; what it links to opens in the browser.
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.webContents.setWindowOpenHandler(({ url }) => {
    if (url.startsWith('https://')) void shell.openExternal(url);
    return { action: 'deny' };
  });
  // The page asks to stay while there are unsaved changes; Electron leaves the question to us.
  window.webContents.on('will-prevent-unload', (event) => {
    const leave = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: 'The graph has unsaved changes.',
      buttons: ['Stay', 'Leave without saving'],
      defaultId: 0,
      cancelId: 0,
    });
    if (leave === 1) event.preventDefault();
  });
  void window.loadURL(editor);
}

const menu = Menu.buildFromTemplate([
  ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
  // Undo and redo are the editor's own, over the graph; the menu must not take their keys.
  {
    label: 'Edit',
    submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  },
  {
    label: 'View',
    submenu: [{ role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'resetZoom' }, { role: 'togglefullscreen' }],
  },
  { role: 'windowMenu' },
]);

if (!app.requestSingleInstanceLock()) {
  app.quit();
} else {
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  ipcMain.on(channels.connect, (event) => {
    if (event.senderFrame?.url.startsWith(editor)) engine.connect(event.sender);
  });
  ipcMain.on(channels.showFolder, (event, folder: unknown) => {
    if (typeof folder !== 'string' || !event.senderFrame?.url.startsWith(editor)) return;
    const inside = path.relative(path.resolve(runsFolder), folder);
    if (inside !== '' && !inside.startsWith('..') && !path.isAbsolute(inside)) shell.showItemInFolder(folder);
  });
  app.on('window-all-closed', () => app.quit());
  let closing = false;
  app.on('will-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    void engine.close().finally(() => app.quit());
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  // Not awaited at the top of the module: Electron becomes ready only after the module has run.
  void app.whenReady().then(() => {
    Menu.setApplicationMenu(menu);
    session.defaultSession.setPermissionRequestHandler((_window, _permission, answer) => answer(false));
    openWindow();
    app.on('activate', () => {
      if (BrowserWindow.getAllWindows().length === 0) openWindow();
    });
  });
}
