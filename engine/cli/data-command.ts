import { checkFolder, type CheckedFeatures, type FolderReport } from '../data/check-folder';
import { makeFolder, type MadeFolder } from '../data/make-folder';

export interface DataMakeOptions {
  readonly scenes: number;
  readonly seed: number;
  readonly seconds: number;
  readonly json: boolean;
}

export interface DataCheckOptions {
  readonly quick: boolean;
  readonly json: boolean;
}

/**
 * `studio data make`: Orchestra as a MUSIC-AVQA folder.
 * @throws {RequestError | CommandError}
 */
export async function dataMakeCommand(folder: string, options: DataMakeOptions): Promise<void> {
  const { scenes, seed, seconds, json } = options;
  const made = await makeFolder(folder, { scenes, seed, seconds });
  process.stdout.write(json ? `${JSON.stringify(made, null, 2)}\n` : formatMade(made));
}

function formatMade({ folder, videos, questions, parameters }: MadeFolder): string {
  const counts = Object.entries(questions).map(([split, count]) => `${count} ${split}`);
  return [
    `“${folder}” holds ${videos} videos with ${counts.join(', ')} questions.`,
    'A MUSIC-AVQA node reads it with these parameters:',
    ...Object.entries(parameters).map(([name, value]) => `  ${name} = ${value}`),
    '',
  ].join('\n');
}

/**
 * `studio data check`: what is wrong in a MUSIC-AVQA folder.
 * @returns whether nothing is
 * @throws {RequestError} when there is no such folder
 */
export async function dataCheckCommand(folder: string, options: DataCheckOptions): Promise<boolean> {
  const report = await checkFolder(folder, { quick: options.quick });
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
  return report.problems.length === 0;
}

function formatReport({ folder, questions, videos, audio, visual, problems }: FolderReport): string {
  const counts = Object.entries(questions).map(([split, count]) => `${split} ${count ?? '–'}`);
  const features = ({ folder: part, good, shape, types }: CheckedFeatures): string =>
    `  ${part}: ${good} of ${videos} files as they should be${shape ? `, [${shape.join(', ')}] ${types.join(', ')}` : ''}`;
  return [
    `“${folder}”: ${videos} videos, questions: ${counts.join(', ')}`,
    features(audio),
    features(visual),
    ...problems.map(({ message }) => message),
    problems.length === 0 ? 'Nothing is wrong.' : `Problems: ${problems.length}.`,
    '',
  ].join('\n');
}
