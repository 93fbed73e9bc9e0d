import { createHash } from 'node:crypto';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { DatasetError, splits, type Dataset } from '../../graph-nodes/datasets/dataset';
import { annotationParameters } from '../../graph-nodes/datasets/music-avqa/folder';
import type { GraphDocument, GraphNode, ParameterValue } from '../../graph-nodes/graph/document';
import { namesIn, type NamedNode } from '../../graph-nodes/graph/node-names';
import { roleOf } from '../../graph-nodes/graph/roles';
import { datasetOf } from '../model/layers';
import { RequestError } from '../contract/errors';
import { requireFolder, requireRegularFile } from '../files/regular-file';

export interface OpenedDataset {
  readonly node: string;
  readonly dataset: Dataset;
}

/**
 * Opens the only dataset that is connected to the Trainer (or the given node).
 * @throws {RequestError} if there is none, more than one, or its files cannot be read
 */
export async function openDataset(document: GraphDocument, node?: string): Promise<OpenedDataset> {
  const analysis = analyse(document, catalogue);
  const sources = document.nodes.filter(
    ({ id, kind }) => datasetOf(kind) && (node === undefined ? analysis.used.has(id) : id === node),
  );
  const [source, second] = sources;
  const named = namesIn(document, catalogue);
  if (!source) throw new RequestError('refused', { code: 'noDataset' }, node);
  if (second) {
    throw new RequestError(
      'refused',
      { code: 'twoDatasets', first: named(source.id), second: named(second.id) },
      second.id,
    );
  }
  const parameters = analysis.nodes.get(source.id)?.parameters;
  const open = datasetOf(source.kind);
  if (!parameters || !open) {
    const problem = analysis.problems.find((candidate) => candidate.node === source.id);
    throw new RequestError('refused', problem?.fault ?? { code: 'notDataset', node: named(source.id) }, source.id);
  }
  await requireKinds(source, parameters, named(source.id));
  try {
    return { node: source.id, dataset: await open(parameters) };
  } catch (error) {
    if (error instanceof DatasetError)
      throw new RequestError('refused', { code: 'atNode', node: named(source.id), reason: error.reason }, source.id);
    throw error;
  }
}

/** Maximum size of an annotation file in bytes; the published files have some 10 MB. */
const mostAnnotationBytes = 2 ** 28;

/**
 * Refuses paths to anything but regular files and folders before they are opened, because a pipe would block the
 * reader. Missing paths are handled by the dataset.
 */
async function requireKinds(
  { id, kind }: GraphNode,
  parameters: Readonly<Record<string, ParameterValue>>,
  node: NamedNode,
): Promise<void> {
  const { features = {} } = roleOf(catalogue.find(kind), 'dataset') ?? {};
  const checks: readonly (readonly [names: readonly string[], check: (place: string) => Promise<void>])[] = [
    [Object.values(annotationParameters), (file) => requireRegularFile(file, mostAnnotationBytes)],
    [Object.values(features), requireFolder],
  ];
  for (const [names, check] of checks) {
    for (const name of names) {
      const place = parameters[name];
      if (typeof place !== 'string' || place.trim() === '') continue;
      try {
        await check(place);
      } catch (error) {
        if (!(error instanceof RequestError)) continue;
        throw new RequestError('refused', { code: 'atNode', node, reason: error.reason }, id);
      }
    }
  }
}

/** Digest of all questions of a dataset; a checkpoint belongs to these questions. */
export function questionsDigest({ questions }: Dataset): string {
  const hash = createHash('sha256');
  for (const split of splits) {
    for (const { video, type, tokens, answer } of questions[split]) {
      hash.update(`${split}\n${video}\n${type}\n${tokens.join()}\n${answer}\n`);
    }
  }
  return hash.digest('hex');
}
