import openInBrowser from 'open';
import { findElectron, runElectron } from '../platform/electron-runtime';
import { EngineChild } from './engine-child';
import { builtEditor } from '../platform/package-root';
import { PageChild } from './page-child';
import { usualPort } from './page-server';
import { writeRedirectFile, type RedirectFile } from './redirect-file';

/**
 * Opens the studio's window. If Electron cannot run, it prints the reason in one line and serves the studio as a page.
 */
export async function startStudio({ runsFolder }: { readonly runsFolder: string }): Promise<void> {
  const runtime = await findElectron();
  const reason = 'missing' in runtime ? runtime.missing : await runElectron(runtime.executable, runsFolder);
  if (reason === undefined) return;
  process.stderr.write(`The window cannot open: ${reason}. The studio is served as a local page instead.\n`);
  await serveStudio({ open: true, runsFolder });
}

export interface ServeOptions {
  /** Absent: the default port, or a free one if that is in use. */
  readonly port?: number | undefined;
  /** True to open a browser. */
  readonly open: boolean;
  readonly runsFolder: string;
}

/**
 * Serves the studio on 127.0.0.1 until Ctrl-C, which stops a run early; a second Ctrl-C ends at once. The last line of
 * standard output is always an address for one more browser. Pages and engine are separate processes, which are
 * restarted after a crash.
 * @throws {RequestError} if pages cannot be served, at the start or later
 */
export async function serveStudio({ port, open, runsFolder }: ServeOptions): Promise<void> {
  const engine = new EngineChild(runsFolder);
  const ports = port === undefined ? [usualPort, 0] : [port];
  // The redirect file has its own address, so that the printed one stays valid after its use.
  let printed = '';
  let redirect: RedirectFile | undefined;
  const print = async () => {
    printed = await pages.entrance();
    process.stdout.write(`${printed}\n`);
  };
  const pages = await PageChild.start({
    folder: builtEditor,
    ports,
    onConnect: (client) => engine.connect(client),
    onEnter: (address) => void (address === printed ? print() : redirect?.remove()),
    onRestart: () => process.stderr.write('The page server ended and was started again; open pages connect again.\n'),
  });
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await print();
  process.stderr.write('Open this address in a browser; it works for one browser. Press Ctrl-C to end the studio.\n');
  if (open) {
    redirect = await writeRedirectFile(await pages.entrance()).catch(() => undefined);
    // Without a file or a browser the printed address is enough.
    if (redirect) await openInBrowser(redirect.file).catch(() => undefined);
  }
  const lost = await Promise.race([interrupted, pages.lost]);
  process.once('SIGINT', () => process.exit(1));
  await redirect?.remove();
  if (lost) {
    await engine.interrupt();
    throw lost;
  }
  await engine.close();
  await pages.close();
}
