import { defineConfig } from '@playwright/test';

/** `npm run test:packages`: builds, installs and tests the packages of this system. Not a part of `npm test`. */
export default defineConfig({
  testDir: 'test/packages',
  workers: 1,
  timeout: 900_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
});
