import path from 'node:path';
// Before the package, which asks for the home folder when it loads.
import './home';
import envPaths from 'env-paths';

const paths = envPaths('missing-modality-studio', { suffix: '' });

/** Where the studio keeps what it could find out anew. */
export const cacheFolder = (): string => process.env['STUDIO_CACHE'] ?? paths.cache;

/** Where `studio build-tensorflow` puts what it builds, and the backend looks for it: it outlives an `npm ci`. */
export const tensorflowFolder = (): string => process.env['STUDIO_TENSORFLOW'] ?? path.join(paths.data, 'tensorflow');
