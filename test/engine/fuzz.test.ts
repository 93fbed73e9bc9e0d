import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fuzz, type Fuzzed } from '../fuzz/fuzz';
import { openParsers } from '../fuzz/parsers';

// `npm run fuzz` sets these.
const { STUDIO_FUZZ_INPUTS: asked, STUDIO_FUZZ_SEED: seed, STUDIO_FUZZ_FILE: file } = process.env;

const { parsers, folder } = await openParsers();
const results: Fuzzed[] = [];
afterAll(async () => {
  expect(await readdir(path.join(folder, 'runs'))).toEqual([]);
  await rm(folder, { recursive: true });
  if (file !== undefined) await writeFile(file, JSON.stringify({ parsers: results }));
});

it.each(parsers.map((parser) => [parser.name, parser] as const))(
  '%s: mutated files are accepted, or refused with one coded line',
  async (_, parser) => {
    for (const { bytes } of parser.bases) await parser.parse(bytes);
    const found = await fuzz(parser, Number(asked ?? 5000), Number(seed ?? 1));
    expect(found.accepted).toBeLessThan(found.inputs);
    results.push(found);
    if (asked === undefined) return;
    const share = ((100 * found.accepted) / found.inputs).toFixed(1);
    console.log(`| ${found.parser} | ${found.inputs} | ${share} % | ${found.longest.toFixed(0)} ms |`);
  },
);
