import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json above this file, for any build output. */
export const packageRoot: string = (() => {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error('The studio’s package.json is missing.');
    folder = above;
  }
  return folder;
})();

/** Version of the studio. */
export const packageVersion: string = (
  JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string }
).version;

/** Outputs of `npm run build`: the editor, code and style of exported pages, and the code for Node. */
export const builtEditor: string = path.join(packageRoot, 'dist/renderer');
export const builtPage: string = path.join(packageRoot, 'dist/page');
export const builtNode: string = path.join(packageRoot, 'dist/node');
