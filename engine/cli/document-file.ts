import { readFile } from 'node:fs/promises';
import { RequestError } from '../contract/errors';
import { cannotRead, readDocumentIn } from '../files/read-file';

/**
 * Reads a graph or study file that is named on the command line.
 * @throws {RequestError} naming the file
 */
export async function readDocumentFile<Value>(file: string, parse: (text: string) => Value): Promise<Value> {
  const text = (await readNamedFile(file)).toString('utf8');
  return readDocumentIn(file, () => parse(text));
}

/**
 * Reads the bytes of a file that is named on the command line.
 * @throws {RequestError} naming the file
 */
export async function readNamedFile(file: string, read: (file: string) => Promise<Buffer> = readFile): Promise<Buffer> {
  try {
    return await read(file);
  } catch (error) {
    if (error instanceof RequestError) throw error;
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotRead(file, error);
    throw new RequestError('refused', { code: 'fileMissing', file });
  }
}
