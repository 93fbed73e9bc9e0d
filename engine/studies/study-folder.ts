import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DocumentError } from '../../graph-nodes/graph/document';
import { formatStudy, parseStudy, type StudyDocument } from '../../graph-nodes/study/document';
import { RequestError } from '../contract/errors';
import { storedMessageSchema } from '../contract/messages';
import { Appended, ensureFolder, explained, writeWhole } from '../files/atomic';
import { readFormat, type FileFormat } from '../files/file-format';
import { slug, studiesName } from '../runs/run-folder';

/**
 * A study on disk, `<runs>/studies/<title>/` (see {@link studyFolderName}):
 * - `study.json`: the document. `plan.json`: identity and folder of every run at the last start;
 * - `runs/<folder>/`: a run folder for every finished run. It is moved there in one step, so it exists once or not at
 * all;
 * - `partial/<worker>/`: current runs of workers;
 * - `failed/<identity>.jsonl`: failures of a run, one attempt per line;
 * - `.lock`, while a studio runs the study. The state of the study is read from these files and stored nowhere else.
 */
export const studyFiles = {
  study: 'study.json',
  plan: 'plan.json',
  runs: 'runs',
  partial: 'partial',
  failed: 'failed',
  lock: '.lock',
} as const;

const planSchema = z.object({
  version: z.number().int(),
  /** Version of the code that started the study. Identities may be those of an equal earlier version. */
  code: z.string(),
  runs: z.array(
    z.object({
      name: z.string(),
      seed: z.number(),
      /** Digest of the training; see {@link trainedDigests}. */
      graph: z.string(),
      /** Digest of document, data, seed, code and base. Runs of equal identity are one run. */
      identity: z.string(),
      /** Folder in `runs/`; present once it is finished. */
      folder: z.string(),
      /** Folder in `runs/` of the run that it starts from; absent: new weights. */
      base: z.string().optional(),
    }),
  ),
});
export type StoredPlan = z.infer<typeof planSchema>;

/** `plan.json` */
export const planFormat: FileFormat<StoredPlan> = {
  name: studyFiles.plan,
  version: 2,
  schema: planSchema,
  migrations: {
    // Version 2 adds `base`.
    1: (plan) => ({ ...plan, version: 2 }),
  },
};
export type PlannedFolder = StoredPlan['runs'][number];

/**
 * The folder of a study in a runs folder. A study is identified by its title, so a changed study reuses its finished
 * runs. If the folder has an earlier form of the name, that name is kept.
 * @throws {RequestError} if the folder contains a study with another title
 */
export async function studyFolder(runsFolder: string, study: Pick<StudyDocument, 'title'>): Promise<string> {
  const { title } = study;
  const [present, earlier] = [studyFolderName(title), slug(title)].map((name) =>
    path.join(runsFolder, studiesName, name),
  ) as [string, string];
  const found = await titleIn(present);
  if (found === undefined) return (await titleIn(earlier)) === title ? earlier : present;
  if (found === title) return present;
  throw new RequestError('refused', { code: 'folderOfOtherStudy', folder: present, title, found });
}

/** Title of the study in a folder; undefined if it has none or is unreadable. */
async function titleIn(folder: string): Promise<string | undefined> {
  const text = await readIfThere(path.join(folder, studyFiles.study));
  return titleSchema.safeParse(jsonOr(text ?? '', undefined)).data?.title;
}

const titleSchema = z.object({ title: z.string() });

/**
 * Maximum length of a title in its folder name. With a digest it has at most 251 bytes, of the 255 that file systems
 * allow.
 */
const mostLetters = 60;

/**
 * Folder name of a study: letters and digits of all scripts in lower case, hyphens for other characters. If this is not
 * reversible, a digest of the title follows, so that different titles have different names.
 */
export function studyFolderName(title: string): string {
  const plain = [
    ...title
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-'),
  ]
    .slice(0, mostLetters)
    .join('')
    .replace(/^-+|-+$/g, '');
  const [first = '', ...rest] = plain.replaceAll('-', ' ');
  if (plain !== '' && title === first.toUpperCase() + rest.join('')) return plain;
  const digest = createHash('sha256').update(title).digest('hex').slice(0, 10);
  return `${plain || 'study'}-${digest}`;
}

/** Suffix of a run folder's name. It identifies the run even if its row is renamed. */
const mark = (identity: string): string => identity.slice(0, 12);

/** The suffix in a run folder's name. */
const markOf = (folder: string): string => folder.slice(folder.lastIndexOf('-') + 1);

/** Name of a run's folder in a study. */
export const runFolderName = (name: string, seed: number, identity: string): string =>
  `${slug(name)}-seed${seed}-${mark(identity)}`;

export const runPath = (folder: string, run: Pick<PlannedFolder, 'folder'>): string =>
  path.join(folder, studyFiles.runs, run.folder);

/** Folders with the completed runs of all studies in a runs folder. */
export async function studyRunFolders(runsFolder: string): Promise<string[]> {
  const studies = path.join(runsFolder, studiesName);
  const entries = await readdir(studies, { withFileTypes: true }).catch(() => []);
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  return names.map((name) => path.join(studies, name, studyFiles.runs));
}

export async function writeStudy(folder: string, study: StudyDocument, plan: StoredPlan): Promise<void> {
  await writeWhole(path.join(folder, studyFiles.study), formatStudy(study));
  await writeWhole(path.join(folder, studyFiles.plan), `${JSON.stringify(plan, null, 2)}\n`);
}

/**
 * The document of a study folder.
 * @throws {RequestError} if there is none or it is unreadable
 */
export async function readStudyOf(folder: string): Promise<StudyDocument> {
  const file = path.join(folder, studyFiles.study);
  const text = await readIfThere(file);
  if (text === undefined) {
    throw new RequestError('refused', { code: 'noStudyFolder', folder, file: studyFiles.study });
  }
  try {
    return parseStudy(text);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new RequestError('refused', { code: 'studyFileUnreadable', file, reason: error.reason });
  }
}

/**
 * The plan at the last start of the study; undefined if it was never started.
 * @throws {RequestError} if the file is invalid
 */
export async function readPlanOf(folder: string): Promise<StoredPlan | undefined> {
  const file = path.join(folder, studyFiles.plan);
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return readFormat(planFormat, text, folder);
  } catch (error) {
    if (!(error instanceof RequestError) || error.reason.code === 'newerFile') throw error;
    throw new RequestError('refused', { code: 'studyPlanInvalid', file });
  }
}

/** Folders of all completed runs. */
export class DoneRuns {
  private constructor(private readonly folders: ReadonlyMap<string, string>) {}

  static async of(study: string): Promise<DoneRuns> {
    const names = await namesIn(path.join(study, studyFiles.runs));
    return new DoneRuns(new Map(names.map((name) => [markOf(name), name])));
  }

  /** Name of the run's folder; undefined if the run is not finished. */
  find(identity: string): string | undefined {
    return this.folders.get(mark(identity));
  }
}

const failureSchema = z.object({
  message: storedMessageSchema,
  /** True if the process ended without an error message, so that a retry can succeed. */
  crashed: z.boolean(),
});
export type Failure = z.infer<typeof failureSchema>;

/** True after a refusal or a second crash: a crashed run is retried once, a refused one is not. */
export const givenUp = (failures: readonly Failure[]): boolean =>
  failures.length > 1 || failures.some(({ crashed }) => !crashed);

export async function recordFailure(folder: string, identity: string, failure: Failure): Promise<void> {
  const file = path.join(folder, studyFiles.failed, `${identity}.jsonl`);
  await explained(file, () => ensureFolder(path.dirname(file)));
  const appended = new Appended(file);
  try {
    await appended.add(`${JSON.stringify(failure)}\n`);
    await appended.flush();
  } finally {
    await appended.close();
  }
}

/** Allows retries of failed runs. */
export async function forgetFailures(folder: string): Promise<void> {
  const failed = path.join(folder, studyFiles.failed);
  await explained(failed, () => rm(failed, { recursive: true, force: true }));
}

const timeSchema = z.object({ seconds: z.number().positive() });

/** Duration of a finished run in seconds; undefined if its folder has no duration. */
export async function secondsOf(runFolder: string): Promise<number | undefined> {
  const text = await readIfThere(path.join(runFolder, 'study-run.json'));
  return timeSchema.safeParse(jsonOr(text ?? '', undefined)).data?.seconds;
}

/** Failures of runs by identity, the latest last. Truncated lines are skipped. */
export async function readFailures(folder: string): Promise<Map<string, Failure[]>> {
  const failures = new Map<string, Failure[]>();
  for (const name of await namesIn(path.join(folder, studyFiles.failed))) {
    const lines = ((await readIfThere(path.join(folder, studyFiles.failed, name))) ?? '').split('\n');
    const found = lines.flatMap((line) => failureSchema.safeParse(jsonOr(line, undefined)).data ?? []);
    if (found.length > 0) failures.set(path.basename(name, '.jsonl'), found);
  }
  return failures;
}

/** A run of a study as stored in its folder. */
export interface KnownRun {
  readonly identity: string;
  /** Name of the folder of a completed run. */
  readonly done?: string;
  /** Failures so far, the latest last. */
  readonly failures: readonly Failure[];
}

/** The completed, failed and interrupted runs of a study. */
export class KnownRuns {
  private constructor(
    private readonly done: DoneRuns,
    private readonly failures: ReadonlyMap<string, readonly Failure[]>,
    /** Suffixes of interrupted runs. */
    private readonly partial: ReadonlySet<string>,
  ) {}

  static async of(study: string): Promise<KnownRuns> {
    const partial = path.join(study, studyFiles.partial);
    const workers = await namesIn(partial);
    const folders = await Promise.all(workers.map((worker) => readdir(path.join(partial, worker)).catch(() => [])));
    return new KnownRuns(await DoneRuns.of(study), await readFailures(study), new Set(folders.flat().map(markOf)));
  }

  /**
   * Finds a run under several identities, in the order completed, interrupted, failed; else the run is new.
   * @param identities of the current code first
   */
  find(identities: readonly [string, ...string[]]): KnownRun {
    const [present] = identities;
    const done = identities.find((identity) => this.done.find(identity) !== undefined);
    const interrupted = identities.find((identity) => this.partial.has(mark(identity)));
    const failed = identities.find((identity) => this.failures.has(identity));
    const identity = done ?? interrupted ?? failed ?? present;
    const folder = this.done.find(identity);
    const failures = this.failures.get(identity) ?? [];
    return { identity, failures, ...(folder !== undefined && { done: folder }) };
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function jsonOr<Value>(text: string, otherwise: Value): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return otherwise;
  }
}
