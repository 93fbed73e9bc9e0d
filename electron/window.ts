import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import path from 'node:path';
import { packageRoot } from '../engine/platform/package-root';
import { editorAddress } from './editor-address';
import { KeptFile } from './kept-file';
import { webPreferences } from './web-preferences';
import { minimumSize, placeOf, windowStateSchema } from './window-state';

/** Background colour of a window before its page is drawn, equal to the editor's theme. */
const background = (): string => (nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff');

/** Opens the editor's window at its last place. */
export function openWindow(): BrowserWindow {
  const kept = new KeptFile(path.join(app.getPath('userData'), 'window.json'), windowStateSchema);
  const { bounds, maximised } = placeOf(
    kept.read(),
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    backgroundColor: background(),
    webPreferences: { ...webPreferences, preload: path.join(packageRoot, 'dist/preload/preload.cjs') },
  });
  window.once('ready-to-show', () => {
    if (maximised) window.maximize();
    window.show();
  });
  window.on('close', () => kept.write({ ...window.getNormalBounds(), maximised: window.isMaximized() }));
  const follow = () => window.setBackgroundColor(background());
  nativeTheme.on('updated', follow);
  window.once('closed', () => nativeTheme.off('updated', follow));
  void window.loadURL(editorAddress);
  return window;
}
