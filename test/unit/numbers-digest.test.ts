import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf, numberFolders, readSources, readVersions } from '../../build/numbers-digest';

const root = path.resolve(import.meta.dirname, '../..');
const versions = { '@tensorflow/tfjs-core': '4.22.0' };

/** A layer with its kind, and a module that both import. */
const files = {
  'layers/scale/layer.ts': `
    import * as tf from '@tensorflow/tfjs-core';
    import type { Pass } from '../pass';
    import { half } from '../numbers/constants';
    /** Scales its input. */
    export function createLayer({ mode }: Parameters) {
      if (mode === 'real with noise') return (x: tf.Tensor, _pass: Pass) => tf.add(x, half);
      switch (mode) {
        case 'softmax':
          return (x: tf.Tensor) => tf.softmax(x);
        default:
          throw new RangeError(\`The mode \${mode} is unknown; use “softmax”.\`);
      }
    }`,
  'layers/scale/node.ts': `
    export const parameters = z.strictObject({
      mode: z.enum(['softmax', 'real with noise']).default('real with noise').meta({
        title: 'Mode',
        description: 'Operation on the input.',
      }),
      width: z.number().default(64),
    });`,
  'layers/numbers/constants.ts': 'export const half = 0.5;',
  'layers/numbers/others.ts': 'export const half = 0.25;',
};

type Change = readonly [file: keyof typeof files, from: string, to: string];

function changed(...changes: readonly Change[]): string {
  const sources = new Map<string, string>(Object.entries(files));
  for (const [file, from, to] of changes) {
    const source = sources.get(file) ?? '';
    expect(source).toContain(from);
    sources.set(file, source.replaceAll(from, to));
  }
  return digestOf(sources, versions);
}

const unchanged = changed();

describe('the digest of the code that computes numbers', () => {
  it.each<[what: string, ...changes: Change[]]>([
    ['an error sentence', ['layers/scale/layer.ts', 'is unknown; use', 'does not exist; use']],
    ['a comment', ['layers/scale/layer.ts', 'Scales its input.', 'Scales.']],
    ['a type', ['layers/scale/layer.ts', '_pass: Pass', '_pass: Pass | undefined']],
    ['line breaks', ['layers/scale/layer.ts', '{ mode }: Parameters', '{\n mode,\n}: Parameters']],
    ['a title of one word', ['layers/scale/node.ts', "'Mode'", "'Operation'"]],
    [
      'a help text that becomes longer',
      ['layers/scale/node.ts', "'Operation on the input.'", "\n'Operation on the input, applied to each row.'"],
    ],
  ])('does not change with %s', (_, ...changes) => {
    expect(changed(...changes)).toBe(unchanged);
  });

  it.each<[what: string, ...changes: Change[]]>([
    ['a number', ['layers/scale/node.ts', 'default(64)', 'default(32)']],
    ['an operator', ['layers/scale/layer.ts', 'tf.add(', 'tf.sub(']],
    ['an option value', ['layers/scale/layer.ts', "'softmax'", "'relu'"]],
    ['an option value with spaces that is compared', ['layers/scale/layer.ts', "'real with noise'", "'mean fill'"]],
    ['a default with spaces', ['layers/scale/node.ts', "default('real with noise')", "default('mean fill')"]],
    ['a constant in another file', ['layers/numbers/constants.ts', '0.5', '0.75']],
    ['an import from another file', ['layers/scale/layer.ts', '../numbers/constants', '../numbers/others']],
    ['an import from another package', ['layers/scale/layer.ts', '@tensorflow/tfjs-core', '@tensorflow/tfjs-layers']],
  ])('changes with %s', (_, ...changes) => {
    expect(changed(...changes)).not.toBe(unchanged);
  });

  it('does not change when files move and their imports follow', () => {
    const moved = new Map([
      ['nodes/scale/layer.ts', files['layers/scale/layer.ts'].replace('../numbers/', '../../constants/')],
      ['nodes/scale/node.ts', files['layers/scale/node.ts']],
      ['constants/constants.ts', files['layers/numbers/constants.ts']],
      ['constants/others.ts', files['layers/numbers/others.ts']],
    ]);
    expect(digestOf(moved, versions)).toBe(unchanged);
  });

  it('changes with the version of a numeric package', () => {
    const sources = new Map(Object.entries(files));
    expect(digestOf(sources, { '@tensorflow/tfjs-core': '4.22.1' })).not.toBe(unchanged);
  });

  it('includes texts that models are trained on', () => {
    const question = (wording: string) => digestOf(new Map([['orchestra/templates.ts', `ask('${wording}')`]]), {});
    expect(question('how many {kind} are heard')).not.toBe(question('how many {kind} are seen'));
  });
});

describe('the sources of this package', () => {
  const sources = readSources(root);
  const names = [...sources.keys()];
  const present = readVersions(root);
  /** A few files of the training, because a digest of all sources takes a second. */
  const few = /\/(trainer\/node|training\/explain|training\/optimizer-algorithms|training\/step)\.ts$/;
  const training = new Map([...sources].filter(([name]) => few.test(name)));
  const digest = digestOf(training, present);

  /** Digest of the training after a replacement in a file. */
  const withChange = (name: RegExp, from: string | RegExp, to: string) => {
    const file = [...training.keys()].find((candidate) => name.test(candidate));
    if (file === undefined) throw new Error(`No source matches ${name}.`);
    const source = training.get(file) ?? '';
    expect(source).toMatch(from);
    return digestOf(new Map([...training, [file, source.replace(from, to)]]), present);
  };

  it('are those of every folder, without tests and without the interface', () => {
    for (const folder of numberFolders.folders) {
      expect(names.some((name) => name.startsWith(`${folder}/`))).toBe(true);
    }
    expect(names.filter((name) => /^renderer\/|\.test\.|\/study\//.test(name))).toEqual([]);
    for (const version of Object.values(present)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('have a digest that does not change with a text, and changes with a layer', () => {
    expect(withChange(/trainer\/node\.ts$/, /title: '[^']+'/, "title: 'Otherwise'")).toBe(digest);
    expect(withChange(/training\/explain\.ts$/, 'A lower learning rate', 'A much lower learning rate')).toBe(digest);
    expect(withChange(/optimizer-algorithms\.ts$/, '1e-8', '1e-7')).not.toBe(digest);
    expect(withChange(/trainer\/node\.ts$/, /default\(\d+\)/, 'default(7)')).not.toBe(digest);
  });
});
