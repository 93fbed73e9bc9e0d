import { createHash } from 'node:crypto';
import { analyse } from '../../graph-nodes/graph/analyse';
import { catalogue } from '../../graph-nodes/nodes/catalogue';
import { DatasetError, splits, type Dataset } from '../../graph-nodes/datasets/dataset';
import type { GraphDocument } from '../../graph-nodes/graph/document';
import { datasetOf } from '../model/layers';
import { RequestError } from '../contract/errors';

export interface OpenedDataset {
  readonly node: string;
  readonly dataset: Dataset;
}

/**
 * Opens the one dataset that leads to the Trainer (or the given node).
 * @throws {RequestError} when there is none, more than one, or its files cannot be read
 */
export async function openDataset(document: GraphDocument, node?: string): Promise<OpenedDataset> {
  const analysis = analyse(document, catalogue);
  const sources = document.nodes.filter(
    ({ id, kind }) => datasetOf(kind) && (node === undefined ? analysis.used.has(id) : id === node),
  );
  const [source, second] = sources;
  if (!source) throw new RequestError('refused', { code: 'noDataset' }, node);
  if (second) {
    throw new RequestError('refused', { code: 'twoDatasets', first: source.id, second: second.id }, second.id);
  }
  const parameters = analysis.nodes.get(source.id)?.parameters;
  const open = datasetOf(source.kind);
  if (!parameters || !open) {
    const problem = analysis.problems.find((candidate) => candidate.node === source.id);
    throw new RequestError('refused', problem?.fault ?? { code: 'notDataset', node: source.id }, source.id);
  }
  try {
    return { node: source.id, dataset: await open(parameters) };
  } catch (error) {
    if (error instanceof DatasetError)
      throw new RequestError('refused', { code: 'atNode', node: source.id, reason: error.reason }, source.id);
    throw error;
  }
}

/** A digest of all questions of a dataset; a checkpoint belongs to these. */
export function questionsDigest({ questions }: Dataset): string {
  const hash = createHash('sha256');
  for (const split of splits) {
    for (const { video, type, tokens, answer } of questions[split]) {
      hash.update(`${split}\n${video}\n${type}\n${tokens.join()}\n${answer}\n`);
    }
  }
  return hash.digest('hex');
}
