import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { numbersDigest } from 'virtual:numbers-digest';
import { z } from 'zod';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { baseFinder } from '../../graph-nodes/study/bases';
import { canonicalGraph } from '../../graph-nodes/study/canonical';
import type { StudyDocument } from '../../graph-nodes/study/document';
import type { PlannedRun } from '../../graph-nodes/study/plan';
import { packageRoot } from '../platform/package-root';

/** SHA-256 of several texts, each separate from the next, as hexadecimal digits. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

/** Equal for documents that train to the same numbers, the Trainer's seed included. */
export const graphDigest = (graph: GraphDocument): string => digest(canonicalGraph(graph));

/**
 * Digest of what each run of a plan trains: its graph, and for a run that starts from another one also what that one trains.
 */
export function trainedDigests(planned: readonly PlannedRun[]): ReadonlyMap<PlannedRun, string> {
  const baseOf = baseFinder(planned);
  const digests = new Map<PlannedRun, string>();
  // A base comes before the runs that start from it.
  for (const run of planned) {
    const base = baseOf(run);
    const ofBase = base && digests.get(base);
    const own = graphDigest(run.graph);
    digests.set(run, ofBase === undefined ? own : digest(own, ofBase));
  }
  return digests;
}

/**
 * Identity of a run: the graph with its seed, the files that it reads, backend and threads, the code, and the identity of the
 * run that it starts from. Runs of equal identity have equal results. All of it is known before the run starts.
 */
export function runIdentity(
  graph: GraphDocument,
  data: string,
  { backend, threads }: Pick<StudyDocument, 'backend' | 'threads'>,
  code: string,
  base?: string,
): string {
  return digest(graphDigest(graph), data, backend, String(threads), code, ...(base === undefined ? [] : [base]));
}

/** Version of the code that computes numbers: the package's version and the digest of build/numbers-digest.ts. */
export async function codeVersion(): Promise<string> {
  const text = await readFile(path.join(packageRoot, 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
  return `${version}+${numbersDigest.slice(0, 12)}`;
}

/**
 * Earlier code versions whose runs have the same bytes as runs of this code, so that they are not trained again. The test of
 * stored runs holds it. Remove all entries when a change of the code changes numbers.
 */
export const equalEarlierCode: readonly string[] = [];

/** Files up to this size are read whole; of larger ones size and time of change are looked at. */
const readWholeBytes = 64 * 2 ** 20;

/**
 * Versions of the files and folders that graphs name: annotations, features, weights to start from. Every free text among
 * the parameters that names a file or a folder counts, whatever kind of node it belongs to. Looks at each path once.
 */
export class DataVersions {
  private readonly known = new Map<string, Promise<string>>();

  /** Equal while the files that the graph reads are. */
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
      // A folder that links to itself has no end.
      const link = (await lstat(inside).catch(() => undefined))?.isSymbolicLink() === true;
      const folder = link && (await stat(inside).catch(() => undefined))?.isDirectory() === true;
      versions.push(name, folder ? 'link' : await versionOf(inside));
    }
    return digest(...versions);
  }
  if (!found.isFile()) return 'no file';
  // Of feature files, of which there are thousands, what tells a changed one without reading it.
  const large = found.size > readWholeBytes || file.endsWith('.npy');
  return large ? `${found.size} ${found.mtimeMs}` : digest(await readFile(file));
}
