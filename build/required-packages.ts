import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const mark = '\0required:';

/**
 * Loads CommonJS packages by `require` in the bundle for Node. Node compiles a large CommonJS file three times when it
 * is imported (to detect its format, to list its exports, to run it). This took a third of the start of every process.
 *
 * @param names packages that stay outside the bundle
 */
export function requiredPackages(names: readonly string[]): Plugin {
  const require = createRequire(import.meta.url);
  return {
    name: 'required-packages',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'node',
    resolveId: (id) => (names.includes(id) ? mark + id : undefined),
    load(id) {
      if (!id.startsWith(mark)) return undefined;
      const name = id.slice(mark.length);
      const exports = Object.keys(require(name) as object).filter((key) => /^[a-z_$][\w$]*$/i.test(key));
      return [
        `import { createRequire } from 'node:module';`,
        `const loaded = createRequire(import.meta.url)(${JSON.stringify(name)});`,
        ...exports.map((key) => `const ${key}_ = loaded.${key};`),
        `export { ${exports.map((key) => `${key}_ as ${key}`).join(', ')} };`,
      ].join('\n');
    },
  };
}
