import path from 'node:path';
import { build, loadConfigFromFile, type UserConfig } from 'vite';
import { outsidePackages } from './contents.ts';

/** Format of the scripts, and code at the start of each. Tests use both for an older Electron. */
export interface BundleOptions {
  readonly format?: 'es' | 'cjs';
  readonly target?: string;
  readonly banner?: string;
}

/** Used parts of vite.config.ts. */
interface StudioConfig extends UserConfig {
  readonly environments: { readonly node: { readonly build: NonNullable<UserConfig['build']> } };
}

const isOutside = (id: string): boolean =>
  ['electron', ...outsidePackages].some((name) => id === name || id.startsWith(`${name}/`));

/**
 * Builds scripts of `dist/node` with their packages, except for those that stay outside the bundle.
 * @param root folder of package.json
 * @param outDir absolute
 * @param isWanted true for the names of scripts to build
 */
export async function bundle(
  root: string,
  outDir: string,
  isWanted: (script: string) => boolean,
  options: BundleOptions = {},
): Promise<void> {
  const { format = 'es', target = 'node20', banner } = options;
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, path.join(root, 'vite.config.ts'));
  if (!loaded) throw new Error('There is no vite.config.ts.');
  const { plugins, environments } = loaded.config as StudioConfig;
  const own = environments.node.build;
  const input = Object.entries(own.rollupOptions?.input ?? {}).filter(([name]) => isWanted(name));
  await build({
    configFile: false,
    root: path.join(root, 'renderer'),
    logLevel: 'warn',
    plugins: plugins ?? [],
    ssr: { noExternal: true },
    build: {
      ...own,
      target,
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: Object.fromEntries(input) as Record<string, string>,
        external: isOutside,
        output: { ...own.rollupOptions?.output, format, ...(banner !== undefined && { banner }) },
      },
    },
  });
}
