import { chmod, mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBinding, type BuildOptions } from './build';

let place = '';

/** A program that replaces a tool of the machine. */
async function program(name: string, script: string): Promise<string> {
  const file = path.join(place, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

const build = (options: Partial<BuildOptions>): Promise<void> =>
  buildBinding({
    folder: path.join(place, 'to/tensorflow'),
    python: 'true',
    compiler: 'true',
    report: () => undefined,
    ...options,
  });

beforeAll(async () => {
  place = await mkdtemp(path.join(os.tmpdir(), 'build-tensorflow-'));
});

describe.runIf(process.platform === 'linux')('building TensorFlow’s binding', () => {
  it('names a missing tool and its installation', async () => {
    await expect(build({ compiler: 'no-such-compiler' })).rejects.toThrow(
      'There is no C++ compiler “no-such-compiler”; install one (on Debian and Ubuntu with “apt-get install g++”), or name another with CXX.',
    );
    await expect(build({ python: 'no-such-python' })).rejects.toThrow(
      'There is no Python “no-such-python”; install one (on Debian and Ubuntu with “apt-get install python3-pip”), or name another with --python.',
    );
  });

  it('reports why the wheel cannot be downloaded, and leaves no files', async () => {
    const python = await program(
      'python',
      `case "$*" in
        *pip*) echo "ERROR: No matching distribution found" >&2; exit 1;;
        *) echo null;;
      esac`,
    );
    await expect(build({ python })).rejects.toThrow(
      /pip download tensorflow.*failed: ERROR: No matching distribution found$/,
    );
    expect(await readdir(path.join(place, 'to'))).toEqual([]);
  });

  it('names a library that an installed TensorFlow lacks', async () => {
    const found = JSON.stringify({ folder: place, cuda: null, cudnn: null });
    const python = await program('old-python', `echo '${found}'`);
    await expect(build({ python })).rejects.toThrow(
      `There is no libtensorflow_cc.so.2 in “${place}”; install TensorFlow 2.12 or newer.`,
    );
  });

  it('does not change a folder that it did not create', async () => {
    const folder = path.join(place, 'pictures');
    await mkdir(folder);
    await writeFile(path.join(folder, 'cat.png'), '');
    await expect(build({ folder })).rejects.toThrow(
      /pictures” contains files that “studio build-tensorflow” did not make/,
    );
    expect(await readdir(folder)).toEqual(['cat.png']);
  });
});
