import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { analyse } from '../../graph-nodes/graph/analyse';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { digest } from '../files/digest';

/** Maximum size of files that are read whole. For larger ones, size and modification time are used. */
const readWholeBytes = 64 * 2 ** 20;

/**
 * Versions of the files and folders that graphs name: annotations, features, initial weights. They include every text
 * parameter that is the name of an existing file or folder, in any kind of node. Each path is read once.
 */
export class DataVersions {
  private readonly known = new Map<string, Promise<string>>();

  /** Digest of the files that the graph reads; it changes with their content. */
  async of(graph: GraphDocument): Promise<string> {
    const { used, nodes } = analyse(graph, catalogue);
    const paths = [...nodes].flatMap(([id, { kind, parameters, bypassed }]) => {
      if (!used.has(id) || bypassed) return [];
      const { properties = {} } = z.toJSONSchema(kind.parameters, { io: 'input' });
      return Object.entries(properties).flatMap(([name, field]) => {
        const value = parameters[name];
        const free = typeof field === 'object' && field.type === 'string' && field.enum === undefined;
        return free && typeof value === 'string' && value.trim() !== '' ? [value] : [];
      });
    });
    return digest(...(await Promise.all(paths.map((file) => this.version(file)))));
  }

  private version(file: string): Promise<string> {
    const known = this.known.get(file) ?? versionOf(path.resolve(file));
    this.known.set(file, known);
    return known;
  }
}

async function versionOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return 'absent';
  if (found.isDirectory()) {
    const names = (await readdir(file)).sort();
    const versions: string[] = [];
    for (const name of names) {
      const inside = path.join(file, name);
      // A folder that links to itself would be endless.
      const link = (await lstat(inside).catch(() => undefined))?.isSymbolicLink() === true;
      const folder = link && (await stat(inside).catch(() => undefined))?.isDirectory() === true;
      versions.push(name, folder ? 'link' : await versionOf(inside));
    }
    return digest(...versions);
  }
  if (!found.isFile()) return 'no file';
  // Feature files are numerous, so a changed one is detected without reading it.
  const large = found.size > readWholeBytes || file.endsWith('.npy');
  return large ? `${found.size} ${found.mtimeMs}` : digest(await readFile(file));
}
