import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { packageRoot } from './package-root';

const require = createRequire(import.meta.url);

/** Timeout of Electron's download in milliseconds; after it the studio starts without Electron. */
const downloadLimit = 120_000;

/** Path of the Electron executable, or the reason why there is none: the end of a sentence. */
export type ElectronRuntime = { readonly executable: string } | { readonly missing: string };

/**
 * Finds Electron's executable: the one in STUDIO_ELECTRON, else that of the npm package, which downloads it on first
 * use.
 */
export async function findElectron(environment: NodeJS.ProcessEnv = process.env): Promise<ElectronRuntime> {
  if (process.platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) {
    return { missing: 'there is no display' };
  }
  const named = environment['STUDIO_ELECTRON'];
  if (named) return existsSync(named) ? { executable: named } : { missing: `there is no “${named}”` };
  const folder = electronFolder();
  if (folder === undefined) return { missing: 'Electron is not installed' };
  const installed = executableIn(folder);
  if (installed !== undefined) return { executable: installed };
  process.stderr.write('Downloading Electron’s runtime (first start only).\n');
  await download(folder);
  const executable = executableIn(folder);
  return executable === undefined ? { missing: 'Electron’s runtime cannot be downloaded' } : { executable };
}

/** An import of the package would start its download, so only its folder is used. */
function electronFolder(): string | undefined {
  try {
    return path.dirname(require.resolve('electron/package.json'));
  } catch {
    return undefined;
  }
}

function executableIn(folder: string): string | undefined {
  try {
    const executable = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8'));
    return existsSync(executable) ? executable : undefined;
  } catch {
    return undefined;
  }
}

function download(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(folder, 'install.js')], {
      stdio: 'ignore',
      timeout: downloadLimit,
    });
    child.on('exit', () => resolve());
    child.on('error', () => resolve());
  });
}

/**
 * Runs the studio's window until it is closed.
 * @returns the reason why it did not start, the end of a sentence; undefined after a normal end
 */
export function runElectron(executable: string, runsFolder: string): Promise<string | undefined> {
  // Chromium's sandbox does not start for root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(executable, [...sandbox, packageRoot, `--runs=${runsFolder}`], { stdio: 'inherit' });
  const forward = () => child.kill('SIGINT');
  process.on('SIGINT', forward);
  return new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(`Electron does not start (${error.message})`));
    child.on('exit', (code) => resolve(code === 0 ? undefined : `Electron ended with code ${code ?? 'none'}`));
  }).finally(() => process.off('SIGINT', forward));
}
