import { readFile } from 'node:fs/promises';
import { contentTypeOf, securityHeaders } from '../engine/hosts/page-answers';
import { fileOf } from './editor-address';

/**
 * Handles a request for the editor's scheme with a file of the built editor. Every response has the headers of the
 * local page, including the content security policy.
 * @param folder the built editor
 */
export async function serveEditor({ url, method }: Pick<Request, 'url' | 'method'>, folder: string): Promise<Response> {
  if (method !== 'GET') return refusal(405, 'Only GET is supported.');
  const file = fileOf(url, folder);
  const type = file === undefined ? undefined : contentTypeOf(file);
  if (file === undefined || type === undefined) return refusal(404, 'There is no such page.');
  try {
    return new Response(await readFile(file), { headers: { ...securityHeaders, 'content-type': type } });
  } catch {
    return refusal(404, 'There is no such page.');
  }
}

const refusal = (status: number, message: string): Response =>
  new Response(`${message}\n`, {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
  });
