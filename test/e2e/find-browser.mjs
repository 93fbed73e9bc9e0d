import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

/** Locations of browsers of the Chromium family, by platform. */
const places = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first of the names that is an executable; found on the search path unless it is a path. */
export function firstExecutable(names, searchPath = process.env.PATH ?? '') {
  for (const name of names) {
    const candidates = path.isAbsolute(name)
      ? [name]
      : searchPath.split(path.delimiter).map((folder) => path.join(folder, name));
    const found = candidates.find(isExecutable);
    if (found !== undefined) return found;
  }
  return undefined;
}

function quietly(command, ...parameters) {
  try {
    execFileSync(command, parameters, { stdio: 'ignore', timeout: 300_000 });
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds or installs a browser for the tests: STUDIO_BROWSER, one on the machine, Playwright's own download, or Debian's
 * package if run as root. Returns its executable and its origin.
 */
export async function findBrowser() {
  const named = process.env.STUDIO_BROWSER;
  if (named) {
    if (!isExecutable(named)) throw new Error(`STUDIO_BROWSER names “${named}”, which cannot be run.`);
    return { executable: named, origin: 'STUDIO_BROWSER' };
  }
  const local = places[process.platform] ?? [];
  const present = firstExecutable(local);
  if (present) return { executable: present, origin: 'found on this machine' };

  const { chromium } = await import('playwright');
  if (!existsSync(chromium.executablePath())) quietly('npx', 'playwright', 'install', 'chromium');
  if (existsSync(chromium.executablePath())) {
    return { executable: chromium.executablePath(), origin: 'Playwright’s download' };
  }

  if (process.getuid?.() === 0 && firstExecutable(['apt-get'])) {
    quietly('apt-get', 'update');
    quietly('apt-get', 'install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
    const installed = firstExecutable(local);
    if (installed) return { executable: installed, origin: 'Debian’s package chromium' };
  }
  throw new Error(
    'No browser for the tests: install Chromium or Chrome, or name one in STUDIO_BROWSER; Playwright’s download did not work here.',
  );
}
