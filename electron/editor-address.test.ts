import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { editorAddress, fileOf, isEditor, isOwnOrigin } from './editor-address';

const folder = path.resolve('dist/renderer');
const file = (address: string) => fileOf(address, folder);

describe('the address of the editor', () => {
  it('is one page; every other address is another page', () => {
    expect(isEditor(editorAddress)).toBe(true);
    for (const other of [
      `${editorAddress}?run=1`,
      `${editorAddress}#x`,
      'studio://app/',
      'studio://other/index.html',
      'studio://app.evil/index.html',
      'studio://app@evil/index.html',
      'https://app/index.html',
      `file://${folder}/index.html`,
      'about:blank',
      '',
    ]) {
      expect(isEditor(other), other).toBe(false);
    }
  });

  it('has one origin', () => {
    for (const own of ['studio://app', 'studio://app/', editorAddress]) expect(isOwnOrigin(own), own).toBe(true);
    for (const other of [
      'studio://other',
      'studio://app:1',
      'studio://me@app/',
      'https://app',
      'file:///',
      'null',
      '',
    ]) {
      expect(isOwnOrigin(other), other).toBe(false);
    }
  });
});

describe('the file that answers a request', () => {
  it('is one of the built editor', () => {
    expect(file(editorAddress)).toBe(path.join(folder, 'index.html'));
    expect(file('studio://app/assets/a%20b.js?v=1')).toBe(path.join(folder, 'assets', 'a b.js'));
    // Dots are resolved within the address, so they never leave the folder.
    expect(file('studio://app/../../package.json')).toBe(path.join(folder, 'package.json'));
  });

  it.each([
    'studio://app/%2e%2e%2fpackage.json',
    'studio://app/..%2f..%2fpackage.json',
    'studio://app/..%5c..%5cpackage.json',
    'studio://app/a%00.js',
    'studio://app/C%3A/secret',
    'studio://app/%',
    'studio://app/',
    'studio://other/index.html',
    'file:///etc/passwd',
    'no address',
  ])('is none for %s', (address) => {
    expect(file(address)).toBeUndefined();
  });
});
