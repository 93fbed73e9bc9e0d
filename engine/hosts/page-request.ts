import type { IncomingMessage } from 'node:http';
import type { Refusal } from './page-answers';

/** The parts of an HTTP request that decide its answer. */
export type RawRequest = Pick<IncomingMessage, 'method' | 'url' | 'headersDistinct'>;

/** A GET or HEAD request that addresses this server and has no body. */
export interface PageRequest {
  readonly method: 'GET' | 'HEAD';
  /** Starts with one slash; not decoded. */
  readonly path: string;
  /** Token of the query; undefined if there is none. */
  readonly token: string | undefined;
  /** Value of the session cookie; undefined if there is none. */
  readonly session: string | undefined;
}

/** Maximum length of a request target in characters. The editor's own are below 200. */
const longestTarget = 2048;
/** Origin form: one slash, then printable ASCII. A second slash would make a browser read the next part as a host. */
const originForm = /^\/(?![/\\])[!-~]*$/;
const hostForm = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?$/i;
const originHeaderForm = /^[a-z][a-z0-9+.-]{0,30}:\/\/(.+)$/i;

/** Name of the session cookie. Cookies are shared by all ports of a host, so the port is part of it. */
export const cookieName = (port: number): string => `studio-${String(port)}`;

/** Parses a request. It never throws, for any content. @param port of this server */
export function parseRequest(request: RawRequest, port: number): PageRequest | Refusal {
  const { method, url = '', headersDistinct: headers } = request;
  if (url.length > longestTarget || !originForm.test(url)) {
    return { status: 400, message: 'The request target is malformed; it must be a path with one leading slash.' };
  }
  const refusal = hostRefusal(headers['host'], port) ?? originRefusal(headers['origin'], port);
  if (refusal) return refusal;
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, message: 'Only GET and HEAD are answered.' };
  if (headers['transfer-encoding'] || (headers['content-length'] ?? []).some((length) => length !== '0')) {
    return { status: 400, message: 'The request has a body; send it without one.' };
  }
  const [path = '/', query] = splitOnce(url, '?');
  const token = new URLSearchParams(query).get('token') ?? undefined;
  return { method, path, token, session: cookie(headers['cookie'], cookieName(port)) };
}

function hostRefusal(hosts: readonly string[] | undefined, port: number): Refusal | undefined {
  const [host, ...others] = hosts ?? [];
  if (host === undefined || others.length > 0 || !isAuthority(host)) {
    return { status: 400, message: 'The Host header is malformed; send one host and port.' };
  }
  if (ownNames(port).includes(host.toLowerCase())) return undefined;
  const own = String(port);
  return {
    status: 403,
    message:
      `The request is for ${host}, but this server answers only for ${ownNames(port).join(' and ')}. ` +
      `Through a tunnel, the local port must equal the remote port: ssh -L ${own}:127.0.0.1:${own} HOST. ` +
      `If the local port ${own} is in use, start the server with another --port and forward that one.`,
  };
}

function originRefusal(origins: readonly string[] | undefined, port: number): Refusal | undefined {
  if (origins === undefined) return undefined;
  const [origin = '', ...others] = origins;
  const authority = originHeaderForm.exec(origin)?.[1];
  if (others.length > 0 || (origin !== 'null' && !isAuthority(authority ?? ''))) {
    return { status: 400, message: 'The Origin header is malformed.' };
  }
  if (ownNames(port).some((name) => origin.toLowerCase() === `http://${name}`)) return undefined;
  return { status: 403, message: `A page of ${origin} may not use this server; only its own pages may.` };
}

const ownNames = (port: number): string[] => [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`];

function isAuthority(text: string): boolean {
  const match = hostForm.exec(text);
  return match !== null && Number(match[1] ?? 0) <= 65_535;
}

function cookie(headers: readonly string[] | undefined, name: string): string | undefined {
  for (const pair of (headers ?? []).flatMap((header) => header.split(';'))) {
    const [key = '', value] = splitOnce(pair, '=');
    if (key.trim() === name) return value?.trim();
  }
  return undefined;
}

function splitOnce(text: string, separator: string): string[] {
  const index = text.indexOf(separator);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + separator.length)];
}
