import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { mayImport } from '../../.dependency-cruiser.mjs';
import { drawingOf } from '../../docs/scripts/drawing.mjs';
import { marks, withMarked } from '../../docs/scripts/marked.mjs';
import { performancePage, resultsOfReadme, resultsPage } from '../../docs/scripts/pages.mjs';
import { documentationPages, filesBelow, read } from '../fixtures/pages';

interface Origin {
  readonly command: string;
  readonly commit: string;
  readonly date: string;
  readonly machine: string;
}
type Measured = Readonly<Record<string, Origin>>;

const withoutCode = (text: string): string => text.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, 'code');

/** Anchors of the headings of a page, as GitHub makes them. */
function anchorsOf(text: string): Set<string> {
  const headings = text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm);
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
  return new Set([...headings].map(([, heading = '']) => slug(heading)));
}

/** Targets of links and pictures that do not exist. */
function brokenLinks(page: string): string[] {
  const targets = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => {
    if (/^https:\/\/[\w.-]+(\/|$)/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const full = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
    if (!existsSync(full)) return true;
    return anchor !== undefined && !anchorsOf(read(full)).has(anchor);
  });
}

describe('the documentation', () => {
  it.each(documentationPages)('%s has no broken link', (page) => expect(brokenLinks(page)).toEqual([]));

  it('notices a broken link', () => {
    expect(anchorsOf('# A `b`, c: d\n```\n# no\n```')).toEqual(new Set(['a-b-c-d']));
    expect(anchorsOf(read('docs/tour.md'))).toContain('look-and-listen-the-stage-s');
  });

  it('has every page in its index', () => {
    const linked = (index: string) =>
      [...read(index).matchAll(/\]\(([^)#\s]+)/g)].map(([, target = '']) =>
        path.posix.join(path.posix.dirname(index), target),
      );
    const listed = [...linked('docs/README.md'), ...linked('docs/adr/README.md')];
    expect(filesBelow('docs').filter((page) => page !== 'docs/README.md' && !listed.includes(page))).toEqual([]);
  });

  it('names files that exist', () => {
    const place = /^(?:bin|build|docs|electron|engine|graph-nodes|presets|renderer|test)\/[\w./-]+$/;
    const named = documentationPages
      .filter((page) => !page.endsWith('/README.md') && page !== 'docs/adding-a-node.md')
      .flatMap((page) => [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code))
      .filter((code) => place.test(code));
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((name) => !existsSync(name))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = documentationPages.flatMap((page) =>
      [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('measured figures', () => {
  const [results, performance, tests] = ['results', 'performance', 'long-tests'].map(
    (name) => JSON.parse(read(`docs/measured/${name}.json`)) as Record<string, Origin>,
  ) as [Measured, Measured, Measured];

  it.each([results, performance, tests].flatMap((measured) => Object.entries(measured)))(
    'of “%s” have command, commit, date and machine',
    (_, { command, commit, date, machine }) => {
      expect(command).toMatch(/^(npm run|npx studio) /);
      expect(commit).toMatch(/^[0-9a-f]{8,}$/);
      expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(machine).toMatch(/\d+ cores, \d+ GiB, \w+ \w+, Node \d+/);
    },
  );

  it.each([
    ['docs/results.md', () => resultsPage(results)],
    ['docs/performance.md', () => performancePage(performance, tests)],
    ['docs/architecture.md', (page: string) => withMarked(page, marks.drawing, drawingOf(mayImport))],
    ['README.md', (page: string) => withMarked(page, marks.results, resultsOfReadme(results, performance))],
  ])('and drawings are written into %s by “npm run docs”', async (file, made) => {
    const page = read(file);
    const options = { ...(await resolveConfig(file)), filepath: file };
    expect(await format(made(page), options)).toBe(page);
  });

  it('are on no other page', () => {
    const pages = documentationPages.filter((page) => !/^(README|docs\/(results|performance))\.md$/.test(page));
    const figures = pages.flatMap((page) => read(page).match(/.*(±|\d ms\b|\d\.\d+ ?(%|[GM]i?B\b|GFLOP)).*/g) ?? []);
    expect(figures).toEqual([]);
  });

  it('in README are at most ten, and each is in docs/results.md or docs/performance.md', () => {
    const figuresIn = (text: string): string[] => text.match(/(?<![\d.])\d+\.\d+(?![\d.]*\d)/g) ?? [];
    const figures = figuresIn(withoutCode(read('README.md')).replace(/Node\S* 20\.19/, ''));
    const written = figuresIn(read('docs/results.md') + read('docs/performance.md'));
    expect(figures.length).toBeGreaterThan(5);
    expect(figures.length).toBeLessThanOrEqual(10);
    expect(figures.filter((figure) => !written.includes(figure))).toEqual([]);
  });
});

describe('README.md', () => {
  it('is shorter than 8 KB', () => expect(statSync('README.md').size).toBeLessThan(8192));

  it('has the test command of the continuous integration', () => {
    const command = /^npm ci && npm test$/m;
    expect(read('.ci/run')).toMatch(command);
    expect(read('README.md')).toMatch(/^npm ci && npm test( |$)/m);
  });
});
