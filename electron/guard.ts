import { app, dialog, session, shell, type BrowserWindow, type WebContents } from 'electron';
import { externalAddress, mayUse } from './access';
import { isEditor } from './editor-address';
import type { Words } from './words';

/** Network addresses. No page of the application loads any. */
const network = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'];

/** Refuses navigation, new windows and embedded pages, for every page in every window. */
export function guardPages(words: () => Words): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents, words));
}

function guardPage(contents: WebContents, words: () => Words): void {
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame || !isEditor(details.url)) details.preventDefault();
  });
  contents.on('will-navigate', (details) => {
    if (!isEditor(details.url)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const address = externalAddress(url);
    if (address !== undefined) void openAfterQuestion(address, words());
    return { action: 'deny' };
  });
}

async function openAfterQuestion(address: string, { link }: Words): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: link.text,
    detail: address,
    buttons: [link.cancel, link.open],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) await shell.openExternal(address);
}

/** Refuses all permissions that the editor does not need, devices, and the network. Called once after the start. */
export function guardSession(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((contents, permission, answer, details) =>
    answer(
      mayUse({
        permission,
        origin: details.requestingUrl ?? contents.getURL(),
        isDirectory: 'isDirectory' in details ? details.isDirectory : undefined,
      }),
    ),
  );
  defaultSession.setPermissionCheckHandler((_contents, permission, origin, { isDirectory }) =>
    mayUse({ permission, origin, isDirectory }),
  );
  defaultSession.setDevicePermissionHandler(() => false);
  // The dictionaries are downloaded from the network.
  defaultSession.setSpellCheckerEnabled(false);
  defaultSession.webRequest.onBeforeRequest({ urls: network }, (_details, answer) => answer({ cancel: true }));
}

/** Asks before a window with unsaved changes closes. The page requests to stay; Electron shows no dialog itself. */
export function guardUnsaved(window: BrowserWindow, words: () => Words): void {
  window.webContents.on('will-prevent-unload', (event) => {
    const { unsaved } = words();
    const leave = dialog.showMessageBoxSync(window, {
      type: 'question',
      message: unsaved.text,
      buttons: [unsaved.stay, unsaved.leave],
      defaultId: 0,
      cancelId: 0,
    });
    if (leave === 1) event.preventDefault();
  });
}
