import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** The type errors of a text, as if it were one more file of a TypeScript project. */
function errorsIn(project: string, text: string): string[] {
  const folder = path.resolve(path.dirname(project));
  const { config } = ts.readConfigFile(project, ts.sys.readFile) as { config: unknown };
  const { fileNames, options, projectReferences } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    folder,
    undefined,
    path.resolve(project),
  );
  const added = path.join(folder, 'added-by-test.ts');
  const compilerOptions = { ...options, composite: false, emitDeclarationOnly: false, noEmit: true };
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => name === added || fileExists(name);
  host.readFile = (name) => (name === added ? text : readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === added ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram({
    rootNames: [...fileNames, added],
    options: compilerOptions,
    ...(projectReferences && { projectReferences }),
    host,
  });
  return program
    .getSemanticDiagnostics(program.getSourceFile(added))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const dom = `export const title = document.title;`;
const node = `export const folder = process.cwd();`;
const nodeModule = `export { readFile } from 'node:fs/promises';`;
const missing = (name: string) => [expect.stringContaining(`'${name}'`)];

describe('a TypeScript project', () => {
  it.each([
    ['graph-nodes/tsconfig.json', dom, 'document'],
    ['graph-nodes/tsconfig.json', node, 'process'],
    ['graph-nodes/tsconfig.json', nodeModule, 'node:fs/promises'],
    ['engine/contract/tsconfig.json', dom, 'document'],
    ['engine/contract/tsconfig.json', node, 'process'],
    ['engine/tsconfig.json', dom, 'document'],
    ['electron/tsconfig.json', dom, 'document'],
    ['renderer/tsconfig.json', node, 'process'],
    ['renderer/tsconfig.json', nodeModule, 'node:fs/promises'],
  ])('of %s refuses %s', (project, text, name) => {
    expect(errorsIn(project, text)).toEqual(missing(name));
  });

  it.each([
    ['graph-nodes/tsconfig.files.json', nodeModule],
    ['engine/tsconfig.json', node],
    ['electron/tsconfig.preload.json', dom],
    ['renderer/tsconfig.json', dom],
  ])('of %s allows %s', (project, text) => {
    expect(errorsIn(project, text)).toEqual([]);
  });
});
