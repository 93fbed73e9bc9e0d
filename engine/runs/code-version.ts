import { numbersDigest } from 'virtual:numbers-digest';
import { packageVersion } from '../platform/package-root';

/** Version of the code that computes numbers: the package's version and the digest of build/numbers-digest.ts. */
export const codeVersion = `${packageVersion}+${numbersDigest.slice(0, 12)}`;
