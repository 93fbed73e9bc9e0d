import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/** Objects of the Citation File Format 1.2.0, with the keys that the format has and this file uses. */
const person = z.strictObject({ 'family-names': z.string(), 'given-names': z.string(), orcid: z.url().optional() });
const entity = z.strictObject({ name: z.string(), website: z.url().optional() });
const identifier = z.strictObject({
  type: z.enum(['doi', 'url', 'swh', 'other']),
  value: z.string().min(1),
  description: z.string().optional(),
});
const paper = z.strictObject({
  type: z.literal('conference-paper'),
  title: z.string(),
  authors: z.array(person).min(1),
  year: z.number().int(),
  'collection-title': z.string(),
  conference: entity,
  identifiers: z.array(identifier).optional(),
});
const citation = z.strictObject({
  'cff-version': z.literal('1.2.0'),
  message: z.string().min(1),
  type: z.literal('software'),
  title: z.string().min(1),
  abstract: z.string().min(1),
  authors: z.array(entity).min(1),
  version: z.string(),
  license: z.literal('MIT'),
  keywords: z.array(z.string()),
  'preferred-citation': paper,
});

describe('CITATION.cff', () => {
  const file = citation.parse(load(readFileSync('CITATION.cff', 'utf8')));
  const { authors, title, year } = file['preferred-citation'];

  it('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(file.version).toBe(version);
  });

  it('cites the same paper as README', () => {
    const readme = readFileSync('README.md', 'utf8');
    const names = authors.map((author) => `${author['family-names']}, ${author['given-names']}`);
    expect(readme).toContain(`title     = {${title}}`);
    expect(readme).toContain(`author    = {${names.join(' and ')}}`);
    expect(readme).toContain(`year      = {${year}}`);
  });
});
