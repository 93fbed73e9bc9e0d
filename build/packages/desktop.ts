import { build } from 'electron-builder';
import path from 'node:path';
import { drawIcons, stage } from './stage.ts';

/** `npm run dist`: installers for this system, in `release/`. The studio must be built. */
export async function run(root: string): Promise<void> {
  await stage(root, path.join(root, 'release/app'), { kind: 'desktop' });
  drawIcons(root, path.join(root, 'release/icons'));
  const files = await build({ projectDir: root });
  for (const file of files) console.log(path.relative(root, file));
}
