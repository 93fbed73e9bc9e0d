import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

/** Retakes the pictures of README and docs/editor.md: `npm run pictures`, after `npm run build`. */
export default defineConfig({
  ...tests,
  testDir: 'test/pictures',
  timeout: 900_000,
  expect: { timeout: 600_000 },
});
