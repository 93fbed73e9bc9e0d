import { app, BrowserWindow, crashReporter, ipcMain, protocol, shell } from 'electron';
import path from 'node:path';
import { builtEditor } from '../engine/platform/package-root';
import { isInside, isTrustedSender } from './access';
import { channels } from './channels';
import { scheme } from './editor-address';
import { EngineProcess } from './engine-process';
import { watchProcesses } from './failures';
import { guardPages, guardSession, guardUnsaved } from './guard';
import { LogFile } from './log-file';
import { filesIn } from './opened-files';
import { serveEditor } from './serve-editor';
import { focusWindow, Shell } from './shell';
import { openWindow } from './window';

/** Runs folder: set by the terminal, or among the user's documents if the application was started without one. */
const runsFolder =
  app.commandLine.getSwitchValue('runs') || path.join(app.getPath('documents'), 'Missing-Modality Studio');

/** Parameters without the executable and, for an application that is not installed, its folder. */
const withoutProgram = (parameters: readonly string[]): string[] => parameters.slice(app.isPackaged ? 1 : 2);

function start(): void {
  app.setAppUserModelId('studio.missing-modality');
  // Crash reports stay in the user's folder.
  crashReporter.start({ uploadToServer: false });
  // Chromium's sandbox does not start for root; `studio start` adds the switch for root only.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);

  const log = new LogFile(app.getPath('logs'));
  const add = (text: string) => log.add(text);
  const desktop = new Shell(runsFolder);
  const engine = new EngineProcess(runsFolder, (status) => desktop.showRun(status), add);
  guardPages(desktop.words);
  watchProcesses(desktop.words, add);
  connectWindows(engine, desktop);
  closeCleanly(engine);

  app.on('open-file', (event, file) => {
    event.preventDefault();
    // On macOS this event precedes `ready`.
    void app.whenReady().then(() => desktop.openFile(file));
  });
  app.on('second-instance', (_event, parameters, folder) => {
    focusWindow();
    for (const file of filesIn(withoutProgram(parameters), folder)) void desktop.openFile(file);
  });
  const open = () => guardUnsaved(openWindow(), desktop.words);
  // Not awaited at the top level, because Electron becomes ready only after the module has run.
  void app.whenReady().then(() => {
    protocol.handle(scheme, (request) => serveEditor(request, builtEditor));
    guardSession();
    desktop.start();
    open();
    for (const file of filesIn(withoutProgram(process.argv), process.cwd())) void desktop.openFile(file);
    app.on('activate', () => {
      if (BrowserWindow.getAllWindows().length === 0) open();
    });
  });
}

/** Handles the messages of windows; those of other frames are dropped. */
function connectWindows(engine: EngineProcess, desktop: Shell): void {
  const on = (channel: string, listener: (window: Electron.WebContents, value: unknown) => void) =>
    ipcMain.on(channel, (event, value: unknown) => {
      if (isTrustedSender(event.senderFrame, event.sender.mainFrame)) listener(event.sender, value);
    });
  on(channels.connect, (window) => {
    engine.connect(window);
    desktop.connect(window);
  });
  on(channels.showFolder, (_window, folder) => {
    if (isInside(runsFolder, folder)) shell.showItemInFolder(folder);
  });
  on(channels.save, (window, request) => void desktop.saveFile(window, request));
  on(channels.language, (_window, language) => desktop.setLanguage(language));
}

/** Stops runs early before the application quits. */
function closeCleanly(engine: EngineProcess): void {
  let closing = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    void engine.close().finally(() => app.quit());
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}

if (app.requestSingleInstanceLock()) start();
else app.quit();
