import { defineConfig } from '@playwright/test';

const executablePath = process.env['STUDIO_BROWSER'];
/** Factor by which the browser draws more slowly (studio.ts); timeouts are multiplied by it. */
const slow = Number(process.env['STUDIO_SLOW'] ?? 1);

export default defineConfig({
  testDir: 'test/e2e',
  workers: 2,
  timeout: 180_000 * slow,
  expect: { timeout: 30_000 * slow },
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 720 },
    actionTimeout: 30_000 * slow,
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      // Chromium's sandbox does not start for root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
