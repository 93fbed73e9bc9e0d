import { randomBytes, timingSafeEqual } from 'node:crypto';

const secret = (): string => randomBytes(24).toString('base64url');

function equal(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Secrets of a {@link PageAccess}, to continue it in another process. */
export interface PageSecrets {
  readonly session: string;
  readonly tokens: readonly string[];
}

/**
 * Access to a page server. An entry token is part of an address and is valid once, so that copies of it in a history or
 * a log are useless. It is exchanged for the session secret, which a browser keeps as a cookie.
 */
export class PageAccess {
  private readonly tokens: Set<string>;
  readonly session: string;

  constructor({ session, tokens }: PageSecrets = { session: secret(), tokens: [] }) {
    this.session = session;
    this.tokens = new Set(tokens);
  }

  get secrets(): PageSecrets {
    return { session: this.session, tokens: [...this.tokens] };
  }

  /** Issues a new entry token. */
  issue(): string {
    const token = secret();
    this.admit(token);
    return token;
  }

  /** Admits an entry token that another process issued. */
  admit(token: string): void {
    this.tokens.add(token);
  }

  /** Consumes an entry token. @returns false if it is unknown or was used before */
  redeem(given: string): boolean {
    const token = [...this.tokens].find((candidate) => equal(given, candidate));
    return token !== undefined && this.tokens.delete(token);
  }

  admits(session: string | undefined): boolean {
    return session !== undefined && equal(session, this.session);
  }
}

/** Address of an entrance to the page server at an origin. */
export const entranceOf = (origin: string, token: string): string => `${origin}/?token=${token}`;
