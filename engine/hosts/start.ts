import openInBrowser from 'open';
import { findElectron, runElectron } from '../platform/electron-runtime';
import { EngineChild } from './engine-child';
import { builtEditor } from '../platform/package-root';
import { PageChild } from './page-child';
import { usualPort } from './page-server';
import { writeRedirectFile, type RedirectFile } from './redirect-file';

/** Opens the studio's window or, where Electron cannot run, says why in one line and serves the same studio as a page. */
export async function startStudio({ runsFolder }: { readonly runsFolder: string }): Promise<void> {
  const runtime = await findElectron();
  const reason = 'missing' in runtime ? runtime.missing : await runElectron(runtime.executable, runsFolder);
  if (reason === undefined) return;
  process.stderr.write(`No window, as ${reason}; the studio is served as a local page instead.\n`);
  await serveStudio({ open: true, runsFolder });
}

export interface ServeOptions {
  /** The usual one where absent, or a free one where that is taken. */
  readonly port?: number | undefined;
  /** Whether to open a browser. */
  readonly open: boolean;
  readonly runsFolder: string;
}

/**
 * Serves the studio on 127.0.0.1 until Ctrl-C, which ends a run cleanly; a second one ends at once. Standard output has an
 * address for one more browser as its last line, at all times. Pages and engine are processes of their own; this one starts
 * them again where they end.
 * @throws {RequestError} when pages cannot be served, at the start or any more
 */
export async function serveStudio({ port, open, runsFolder }: ServeOptions): Promise<void> {
  const engine = new EngineChild(runsFolder);
  const ports = port === undefined ? [usualPort, 0] : [port];
  // The address of the redirect file is beside the printed one, which stays good when the file's is used.
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
  process.stderr.write('Open this address in a browser; it lets one browser enter. Press Ctrl-C to end the studio.\n');
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
