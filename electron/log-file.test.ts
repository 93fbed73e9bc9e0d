import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { LogFile } from './log-file';

it('writes lines with their time, and starts a new file when it is full', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-log-'));
  const logs = path.join(folder, 'logs');
  const log = new LogFile(logs, () => new Date(0));
  log.add('first');
  log.add('second');
  const file = path.join(logs, 'studio.log');
  expect(await readFile(file, 'utf8')).toBe('1970-01-01T00:00:00.000Z first\n1970-01-01T00:00:00.000Z second\n');
  await writeFile(file, 'x'.repeat(1024 * 1024 + 1));
  log.add('third');
  expect(await readdir(logs)).toEqual(['studio-earlier.log', 'studio.log']);
  expect(await readFile(file, 'utf8')).toBe('1970-01-01T00:00:00.000Z third\n');
  await writeFile(path.join(folder, 'file'), '');
  expect(() => new LogFile(path.join(folder, 'file')).add('lost')).not.toThrow();
  await rm(folder, { recursive: true });
});
