#!/usr/bin/env node
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const built = new URL('../dist/node/studio.js', import.meta.url);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`The studio needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else if (!existsSync(built)) {
  console.error('The studio is not built; run “npm run build” first.');
  process.exitCode = 1;
} else {
  await import(built.href);
}
