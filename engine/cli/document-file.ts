import { readFile } from 'node:fs/promises';
import { DocumentError } from '../../graph-nodes/graph/document';
import { RequestError } from '../contract/errors';

/**
 * Reads a file that the command line names, as a graph or a study.
 * @throws {RequestError} naming the file
 */
export async function readDocumentFile<Value>(file: string, parse: (text: string) => Value): Promise<Value> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(error);
    throw new RequestError('refused', `“${file}” cannot be read: ${reason}.`);
  }
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof DocumentError) throw new RequestError('refused', `“${file}”: ${error.message}`);
    throw error;
  }
}
