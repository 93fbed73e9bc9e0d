import { chromium, expect, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { relayTo } from './debugging-relay';
import { hasCommand, killGroup } from './processes';

/** The running packaged application. */
export interface DesktopApp {
  readonly page: Page;
  /** Ends all its processes at once. */
  kill(): Promise<void>;
}

/** Starts a packaged application, with a virtual display if there is none, and connects to its window. */
export async function launch(executable: string, parameters: readonly string[]): Promise<DesktopApp> {
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const display = process.env['DISPLAY'] === undefined ? ['xvfb-run', '-a'] : [];
  const [command = '', ...words] = [...display, executable, ...root, '--remote-debugging-port=0', ...parameters];
  const child = spawn(command, words, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (data: Buffer) => {
      text += data.toString('utf8');
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The application ended with ${String(code)}: ${text}`)));
  });
  const relay = await relayTo(address);
  const browser = await chromium.connectOverCDP(relay.address, { timeout: 180_000 });
  const pages = () => browser.contexts().flatMap((context) => context.pages());
  await expect.poll(() => pages().length).toBe(1);
  const [page] = pages();
  if (!page) throw new Error('The application has no window.');
  page.setDefaultTimeout(60_000);
  return {
    page,
    async kill() {
      await killGroup(child);
      relay.close();
    },
  };
}

/** Reason why the packaged application cannot be tested here; undefined if it can. */
export function missing(): string | undefined {
  if (process.platform !== 'linux') return 'These tests build the packages of Linux.';
  if (process.env['ELECTRON_DIST'] === undefined) return 'ELECTRON_DIST names no folder of an unpacked Electron.';
  if (process.env['DISPLAY'] === undefined && !hasCommand('xvfb-run')) return 'There is no display, and no xvfb-run.';
  if (!hasCommand('dpkg-deb')) return 'There is no dpkg-deb.';
  return undefined;
}
