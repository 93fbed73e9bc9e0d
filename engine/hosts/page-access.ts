import { randomBytes, timingSafeEqual } from 'node:crypto';

const secret = (): string => randomBytes(24).toString('base64url');

function equal(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Access to a page server. An entry token is part of an address and works once, so that its copies in a history or a log
 * are worthless. It is exchanged for the session secret, which a browser keeps as a cookie.
 */
export class PageAccess {
  private readonly tokens = new Set<string>();
  readonly session = secret();

  /** A new entry token. */
  issue(): string {
    const token = secret();
    this.tokens.add(token);
    return token;
  }

  /** Uses up an entry token. @returns false if it is unknown or was used before */
  redeem(given: string): boolean {
    const token = [...this.tokens].find((candidate) => equal(given, candidate));
    return token !== undefined && this.tokens.delete(token);
  }

  admits(session: string | undefined): boolean {
    return session !== undefined && equal(session, this.session);
  }
}
