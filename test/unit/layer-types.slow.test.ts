import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const dom = `export const title = document.title;`;
const node = `export const folder = process.cwd();`;
const nodeModule = `export { readFile } from 'node:fs/promises';`;
const texts = [dom, node, nodeModule];

/** Parsed files, which projects share. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** The type errors of each text, as if it were one more file of a TypeScript project. */
function checkedIn(project: string): ReadonlyMap<string, readonly string[]> {
  const folder = path.resolve(path.dirname(project));
  const { config } = ts.readConfigFile(project, ts.sys.readFile) as { config: unknown };
  const { fileNames, options, projectReferences } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    folder,
    undefined,
    path.resolve(project),
  );
  const added = new Map(texts.map((text, index) => [path.join(folder, `added-by-test-${index}.ts`), text]));
  const compilerOptions = { ...options, composite: false, emitDeclarationOnly: false, noEmit: true };
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => added.has(name) || fileExists(name);
  host.readFile = (name) => added.get(name) ?? readFile(name);
  host.getSourceFile = (name, settings, ...rest) => {
    const text = added.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, settings);
    const key = `${JSON.stringify(settings)} ${name}`;
    if (!parsed.has(key)) parsed.set(key, getSourceFile(name, settings, ...rest));
    return parsed.get(key);
  };
  const program = ts.createProgram({
    rootNames: [...fileNames, ...added.keys()],
    options: compilerOptions,
    ...(projectReferences && { projectReferences }),
    host,
  });
  const errorsIn = (name: string) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  return new Map([...added].map(([name, text]) => [text, errorsIn(name)]));
}

const checked = new Map<string, ReadonlyMap<string, readonly string[]>>();
function errorsIn(project: string, text: string): readonly string[] | undefined {
  const found = checked.get(project) ?? checkedIn(project);
  checked.set(project, found);
  return found.get(text);
}

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
