import { app, BrowserWindow, dialog } from 'electron';
import { reactionToEnd } from './access';
import type { Words } from './words';

/**
 * Handles the end of a process. A window is reloaded, or the user is asked. The engine and its training are in a
 * separate process and continue. An engine process that ended restarts when the window connects. Chromium restarts its
 * own processes.
 */
export function watchProcesses(words: () => Words, log: (text: string) => void): void {
  let last: number | undefined;
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    log(`window: ${reason} (${String(exitCode)})`);
    const now = performance.now();
    const answer = reactionToEnd(reason, last === undefined ? undefined : now - last);
    last = now;
    if (answer === 'reload') contents.reload();
    if (answer === 'ask') void ask(contents, words());
  });
  app.on('child-process-gone', (_event, { type, name, serviceName, reason, exitCode }) =>
    log(`${name ?? serviceName ?? type}: ${reason} (${String(exitCode)})`),
  );
}

async function ask(contents: Electron.WebContents, { gone }: Words): Promise<void> {
  const window = BrowserWindow.fromWebContents(contents);
  const question = {
    type: 'error' as const,
    message: gone.text,
    detail: gone.detail,
    buttons: [gone.reload, gone.quit],
    defaultId: 0,
    cancelId: 0,
  };
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question));
  if (response === 1) app.quit();
  else if (!contents.isDestroyed()) contents.reload();
}
