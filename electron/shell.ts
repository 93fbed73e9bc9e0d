import { app, BrowserWindow, dialog, Menu, Notification, shell } from 'electron';
import path from 'node:path';
import type { OpenedFile } from '../engine/contract/protocol';
import { channels } from './channels';
import type { ShownRun } from './engine-messages';
import { KeptFile } from './kept-file';
import { menuTemplate } from './menu';
import { OpenedPlaces, Outbox, readOpened, recentSchema, withRecent } from './opened-files';
import { RunProgress } from './run-progress';
import { languageOf, languageSchema, words, type Language, type Words } from './words';

/** The desktop parts around the window: menu, opened files, task bar and notifications. */
export class Shell {
  private language: Language = 'en';
  private readonly progress = new RunProgress(() => performance.now());
  private readonly files = new Outbox<OpenedFile>();
  private readonly places = new OpenedPlaces();
  private readonly recent = new KeptFile(path.join(app.getPath('userData'), 'recent-files.json'), recentSchema);

  constructor(private readonly runsFolder: string) {}

  readonly words = (): Words => words[this.language];

  /** Sets the menu, in the language of the system until the window sends another. Called once after the start. */
  start(): void {
    this.language = languageOf(app.getLocale());
    this.setMenu();
  }

  /** Sets the language of the menu; another value is ignored. */
  setLanguage(value: unknown): void {
    this.language = languageSchema.safeParse(value).data ?? this.language;
    this.setMenu();
  }

  /** Opens a file in the window; queued until a window is ready. */
  async openFile(file: string): Promise<void> {
    try {
      this.files.send({ ...(await readOpened(file)), place: this.places.add(file) });
      app.addRecentDocument(file);
      this.setRecent(withRecent(this.recent.read() ?? [], file));
      focusWindow();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      dialog.showErrorBox(this.words().notOpened(path.basename(file)), reason);
    }
  }

  /** Writes an opened document for a window, and sends the response. */
  async saveFile(window: Electron.WebContents, request: unknown): Promise<void> {
    const answer = await this.places.save(request);
    if (answer && !window.isDestroyed()) window.send(channels.saved, answer);
  }

  /** A window has loaded and accepts files. */
  connect(window: Electron.WebContents): void {
    this.files.open((file) => window.send(channels.file, file));
    window.once('destroyed', () => this.files.close());
    window.once('render-process-gone', () => this.files.close());
  }

  /** Shows the state of a run in the task bar; announces the end of a long one while the window is in the background. */
  showRun(status: ShownRun): void {
    const { share, mode, ended } = this.progress.next(status);
    const [window] = BrowserWindow.getAllWindows();
    // A value above 1 shows an indeterminate bar on Windows, and a full one on other systems.
    window?.setProgressBar(mode === 'indeterminate' ? 2 : share, { mode });
    if (!ended || window?.isFocused() || !Notification.isSupported()) return;
    const { finished, failed } = this.words();
    const notification = new Notification({ title: ended.state === 'finished' ? finished : failed, body: ended.title });
    notification.on('click', focusWindow);
    notification.show();
  }

  private setMenu(): void {
    const template = menuTemplate({
      platform: process.platform,
      isPackaged: app.isPackaged,
      words: this.words(),
      recent: this.recent.read() ?? [],
      act: (action) => BrowserWindow.getAllWindows()[0]?.webContents.send(channels.action, action),
      openFile: (file) => void this.openFile(file),
      clearRecent: () => this.setRecent([]),
      showRuns: () => void shell.openPath(this.runsFolder),
      showLogs: () => void shell.openPath(app.getPath('logs')),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  private setRecent(list: string[]): void {
    this.recent.write(list);
    if (list.length === 0) app.clearRecentDocuments();
    this.setMenu();
  }
}

export function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.focus();
}
