import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { RequestError } from '../../contract/errors';
import { builtEditor, builtPage } from '../../platform/package-root';

/** Code, style and sounds of the stage that the build wrote for pages. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
  /** Licences of the page's content. */
  readonly licences: readonly { readonly name: string; readonly licence: string; readonly text: string }[];
  /** Notice of the studio, with the credits of sounds and pictures. */
  readonly notice: string;
  /** Files of the sounds in base64, by name. */
  readonly sounds: Readonly<Record<string, string>>;
}

/** @throws {RequestError} if the studio is not built */
export async function readBundle(): Promise<PageBundle> {
  const read = async (file: string): Promise<Buffer> => {
    try {
      return await readFile(file);
    } catch {
      throw new RequestError('failed', { code: 'pageNotBuilt', file });
    }
  };
  const script = (await read(path.join(builtPage, 'page.js'))).toString();
  const style = (await read(path.join(builtPage, 'page.css'))).toString();
  const { packages, notice } = JSON.parse((await read(path.join(builtPage, 'licences.json'))).toString()) as {
    readonly packages: PageBundle['licences'];
    readonly notice: string;
  };
  const folder = path.join(builtEditor, 'sounds');
  const names = await readdir(folder).catch(() => []);
  const sounds = await Promise.all(
    names
      .filter((name) => /\.(bin|json)$/.test(name))
      .map(async (name): Promise<[string, string]> => [name, (await read(path.join(folder, name))).toString('base64')]),
  );
  return { script, style, licences: packages, notice, sounds: Object.fromEntries(sounds) };
}
