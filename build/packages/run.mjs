// Runs one of the scripts beside it: node build/packages/run.mjs portable
import path from 'node:path';
import { runnerImport } from 'vite';

const [, , script = '', ...parameters] = process.argv;
const root = path.resolve(import.meta.dirname, '../..');
try {
  const { module } = await runnerImport(path.join(import.meta.dirname, `${script}.ts`), { configFile: false });
  await module.run(root, parameters);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
