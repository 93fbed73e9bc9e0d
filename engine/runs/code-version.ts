import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { numbersDigest } from 'virtual:numbers-digest';
import { z } from 'zod';
import { packageRoot } from '../platform/package-root';

/** Version of the code that computes numbers: the package's version and the digest of build/numbers-digest.ts. */
export async function codeVersion(): Promise<string> {
  const text = await readFile(path.join(packageRoot, 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
  return `${version}+${numbersDigest.slice(0, 12)}`;
}
