import path from 'node:path';
// Imported before the package, which reads the home folder when it loads.
import './home';
import envPaths from 'env-paths';

const paths = envPaths('missing-modality-studio', { suffix: '' });

/** Folder of data that the studio can recompute. */
export const cacheFolder = (): string => process.env['STUDIO_CACHE'] ?? paths.cache;

/** Folder of the libraries that `studio build-tensorflow` builds. It survives an `npm ci`. */
export const tensorflowFolder = (): string => process.env['STUDIO_TENSORFLOW'] ?? path.join(paths.data, 'tensorflow');
