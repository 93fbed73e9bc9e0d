#!/usr/bin/env node
// Replaces fpm for electron-builder's deb: the same parameters, built with dpkg-deb.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, copyFileSync, chmodSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const flags = new Set(['--force', '--debug']);
const options = new Map();
const sources = [];
const words = process.argv.slice(2);
while (words.length > 0) {
  const word = words.shift();
  if (flags.has(word)) continue;
  if (word.startsWith('-')) options.set(word, [...(options.get(word) ?? []), words.shift()]);
  else sources.push(word);
}
const one = (name) => options.get(name)?.[0];

const tree = mkdtempSync(path.join(os.tmpdir(), 'deb-'));
for (const source of sources) {
  const [from, to] = source.split('=');
  const target = path.join(tree, to);
  mkdirSync(path.dirname(target), { recursive: true });
  cpSync(from, target, { recursive: true, verbatimSymlinks: true });
}
const control = path.join(tree, 'DEBIAN');
mkdirSync(control);
const kibibytes = execFileSync('du', ['-sk', '--exclude=DEBIAN', tree], { encoding: 'utf8' }).split('\t')[0];
const lines = {
  Package: one('--name'),
  Version: one('--version'),
  License: one('--license'),
  Vendor: one('--vendor'),
  Architecture: one('--architecture'),
  Maintainer: one('--maintainer'),
  'Installed-Size': kibibytes,
  Depends: options.get('-d')?.join(', '),
  Recommends: options.get('--deb-recommends')?.join(', '),
  Section: one('--category') ?? 'default',
  Priority: one('--deb-priority'),
  Homepage: one('--url'),
  Description: one('--description')
    .trim()
    .replace(/\n(?! )/g, '\n '),
};
const given = Object.entries(lines).filter(([, value]) => value !== undefined);
writeFileSync(path.join(control, 'control'), given.map(([name, value]) => `${name}: ${value}\n`).join(''));
for (const [option, script] of [
  ['--after-install', 'postinst'],
  ['--after-remove', 'postrm'],
]) {
  copyFileSync(one(option), path.join(control, script));
  chmodSync(path.join(control, script), 0o755);
}
execFileSync('dpkg-deb', ['--root-owner-group', `-Zgzip`, '--build', tree, one('--package')], {
  stdio: 'inherit',
});
rmSync(tree, { recursive: true });
