import { spawnSync } from 'node:child_process';
import { findBrowser } from './find-browser.mjs';

try {
  const { executable, origin } = await findBrowser();
  console.log(`Browser for the tests: ${executable} (${origin}).`);
  const { status } = spawnSync('npx', ['playwright', 'test', ...process.argv.slice(2)], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, STUDIO_BROWSER: executable },
  });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
