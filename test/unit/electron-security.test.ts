import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { webPreferences } from '../../electron/web-preferences';

const sources = readdirSync('electron').filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
const text = (name: string) => readFileSync(`electron/${name}`, 'utf8');
const all = sources.map((name) => [name, text(name)] as const);
/** Files of electron/ that match a pattern. */
const using = (pattern: RegExp) => all.filter(([, code]) => pattern.test(code)).map(([name]) => name);

describe('the windows', () => {
  it('have every option that protects the page, and none that weakens it', () => {
    expect(webPreferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
    });
    expect(using(/new BrowserWindow\(/)).toEqual(['window.ts']);
    expect(text('window.ts')).toContain('webPreferences: { ...webPreferences, preload:');
    expect(using(/enableBlinkFeatures|disableBlinkFeatures|allowpopups|<webview/)).toEqual([]);
    expect(using(/appendSwitch|appendArgument/)).toEqual([]);
  });

  it('show the editor’s own scheme, and load no file or address of the network', () => {
    expect(using(/loadURL\(/)).toEqual(['window.ts']);
    expect(text('window.ts')).toContain('loadURL(editorAddress)');
    expect(using(/loadFile\(|pathToFileURL/)).toEqual([]);
    expect(using(/bypassCSP|allowServiceWorkers|interceptFileProtocol/)).toEqual([]);
    expect(text('main.ts')).toContain('registerSchemesAsPrivileged([');
    expect(text('main.ts')).toContain('protocol.handle(scheme,');
  });
});

describe('the main process', () => {
  it('guards every page and the session, watches processes, and sandboxes all pages', () => {
    const main = text('main.ts');
    for (const call of ['app.enableSandbox()', 'guardPages(', 'guardSession()', 'watchProcesses(']) {
      expect(main).toContain(call);
    }
  });

  it('receives messages of windows in one place, which checks the sender', () => {
    expect(using(/ipcMain\.(on|once|handle|handleOnce)\(/)).toEqual(['main.ts']);
    expect(text('main.ts').match(/ipcMain\./g)).toHaveLength(1);
    expect(text('main.ts')).toContain('if (isTrustedSender(event.senderFrame, event.sender.mainFrame)) listener(');
  });

  it('opens addresses in the browser in one place, after a question', () => {
    expect(using(/openExternal\(/)).toEqual(['guard.ts']);
    expect(text('guard.ts').match(/openExternal\(/g)).toHaveLength(1);
    expect(text('guard.ts')).toContain('if (response === 1) await shell.openExternal(address);');
  });

  it('never runs the executable as Node, here or in the engine', () => {
    const code = ['electron', 'engine'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.includes('test'))
        .map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')] as const),
    );
    expect(code.filter(([, content]) => content.includes('ELECTRON_RUN_AS_NODE')).map(([name]) => name)).toEqual([]);
  });

  it('sends no reports, and has no updater', () => {
    expect(text('main.ts')).toContain('crashReporter.start({ uploadToServer: false })');
    expect(using(/autoUpdater|electron-updater/)).toEqual([]);
  });
});

describe('the page', () => {
  it('can access only the listed members of the preload script', () => {
    const preload = text('preload.ts');
    expect(preload.match(/exposeInMainWorld\(/g)).toHaveLength(1);
    const host = /const host: StudioHost = \{([\s\S]*?)\n\};/.exec(preload)?.[1] ?? '';
    const members = [...host.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
    expect(members).toEqual(['openPort', 'showFolder', 'versions', 'onAction', 'onFile', 'saveFile', 'setLanguage']);
  });
});

describe('the list in docs/electron-security.md', () => {
  const lines = readFileSync('docs/electron-security.md', 'utf8').split('\n');
  const rows = lines.filter((line) => /^\| *\d+ *\|/.test(line));

  it('has the 20 points of Electron’s checklist', () => {
    expect(rows.map((line) => Number(line.split('|')[1]))).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('names files that exist', () => {
    const named = rows.flatMap((line) =>
      [...line.matchAll(/`([\w./-]+\.(?:ts|yml|json|html))`/g)].map(([, file = '']) => file),
    );
    expect(named.length).toBeGreaterThanOrEqual(20);
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });
});

it('requires a supported Electron', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(Number(/\d+/.exec(devDependencies['electron'] ?? '')?.[0])).toBeGreaterThanOrEqual(45);
});
