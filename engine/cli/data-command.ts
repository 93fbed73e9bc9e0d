import { parseDocument } from '../../graph-nodes/graph/document';
import { roleOf } from '../../graph-nodes/graph/roles';
import { knowledge } from '../../graph-nodes/datasets/orchestra/ceiling';
import {
  parameters as orchestraParameters,
  type OrchestraParameters,
} from '../../graph-nodes/datasets/orchestra/parameters';
import { findKind } from '../../graph-nodes/nodes/catalogue';
import { analyseForTraining } from '../model/build';
import { ceilingOf, type Ceiling } from '../training/ceiling';
import { columnTable } from './accuracy-table';
import { CommandError } from './command-error';
import { readDocumentFile } from './document-file';
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

export interface DataCeilingOptions {
  readonly questions: number;
  readonly samples: number;
  readonly seed?: number;
  readonly json: boolean;
}

/**
 * `studio data ceiling`: estimates the best possible accuracy on the Orchestra dataset of a graph.
 * @param file the graph; by default, an Orchestra node with default parameters
 * @throws {RequestError | CommandError}
 */
export async function dataCeilingCommand(file: string | undefined, options: DataCeilingOptions): Promise<void> {
  const { questions, samples, seed, json } = options;
  const parameters = file === undefined ? orchestraParameters.parse({}) : await orchestraOf(file);
  const ceiling = ceilingOf({ ...parameters, ...(seed !== undefined && { seed }) }, { questions, samples });
  process.stdout.write(json ? `${JSON.stringify(ceiling, null, 2)}\n` : formatCeiling(ceiling));
}

/** @throws {RequestError | CommandError} when the graph is invalid or its dataset is not Orchestra */
async function orchestraOf(file: string): Promise<OrchestraParameters> {
  const document = await readDocumentFile(file, parseDocument);
  analyseForTraining(document);
  const dataset = document.nodes.find(({ kind }) => roleOf(findKind(kind), 'dataset')?.synthetic);
  if (!dataset) {
    throw new CommandError(`The dataset of “${file}” is not Orchestra; name a graph with an Orchestra node.`);
  }
  return orchestraParameters.parse(dataset.parameters);
}

function formatCeiling({ questions, samples, accuracy }: Ceiling): string {
  return [
    ...columnTable(
      'ceiling',
      knowledge.map((name) => ({ name, of: accuracy[name] })),
    ),
    '',
    `Best possible accuracy on ${questions} held-out questions, from ${samples} drawn scenes per video and scenario, without noise.`,
    '',
  ].join('\n');
}

/**
 * `studio data make`: writes Orchestra as a MUSIC-AVQA folder.
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
    `“${folder}” contains ${videos} videos with ${counts.join(', ')} questions.`,
    'Set these parameters of a MUSIC-AVQA node to read it:',
    ...Object.entries(parameters).map(([name, value]) => `  ${name} = ${value}`),
    '',
  ].join('\n');
}

/**
 * `studio data check`: lists the faults of a MUSIC-AVQA folder.
 * @returns true if there is none
 * @throws {RequestError} if there is no such folder
 */
export async function dataCheckCommand(folder: string, options: DataCheckOptions): Promise<boolean> {
  const report = await checkFolder(folder, { quick: options.quick });
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
  return report.problems.length === 0;
}

function formatReport({ folder, questions, videos, audio, visual, problems }: FolderReport): string {
  const counts = Object.entries(questions).map(([split, count]) => `${split} ${count ?? '–'}`);
  const features = ({ folder: part, good, shape, types }: CheckedFeatures): string =>
    `  ${part}: ${good} of ${videos} files valid${shape ? `, [${shape.join(', ')}] ${types.join(', ')}` : ''}`;
  return [
    `“${folder}”: ${videos} videos, questions: ${counts.join(', ')}`,
    features(audio),
    features(visual),
    ...problems.map(({ message }) => message),
    problems.length === 0 ? 'No faults found.' : `Problems: ${problems.length}.`,
    '',
  ].join('\n');
}
