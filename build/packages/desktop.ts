import { build } from 'electron-builder';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawIcons, stage } from './stage.ts';

/**
 * `npm run dist`: installers for this system, in `release/`. The studio must be built.
 * @param parameters `--homepage=ADDRESS`: address of the project for the deb; by default that of the repository on
 * GitHub
 */
export async function run(root: string, parameters: string[]): Promise<void> {
  const { homepage } = parseArgs({ args: parameters, options: { homepage: { type: 'string' } } }).values;
  await stage(root, path.join(root, 'release/app'), { kind: 'desktop' });
  drawIcons(root, path.join(root, 'release/icons'));
  // Merged with electron-builder.yml.
  const config = homepage === undefined ? {} : { extraMetadata: { homepage } };
  const files = await build({ projectDir: root, config });
  for (const file of files) console.log(path.relative(root, file));
}
