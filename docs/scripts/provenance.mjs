import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

/** Files that decide what a run computes. Documentation, tests and the editor do not. */
const computing = ['engine', 'graph-nodes', 'presets', 'bin', 'vite.config.ts', 'package-lock.json'];

const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();

/**
 * The origin of a measurement: the last commit that changed the measured code, the date of the measurement and the machine.
 * @param {string} command the command that repeats the measurement
 * @param {readonly string[]} others files and folders that are measured, beside those that decide what a run computes
 * @throws {Error} if the measured code has changes without a commit
 */
export function provenance(command, others = []) {
  const measured = [...computing, ...others];
  const changed = git('status', '--porcelain', '--', ...measured);
  if (changed !== '')
    throw new Error(`Files that are measured have changes without a commit; commit them:\n${changed}`);
  return {
    command,
    commit: git('log', '-1', '--format=%h', '--abbrev=8', '--', ...measured),
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
  };
}

function machine() {
  const processor = (os.cpus()[0]?.model ?? 'unknown processor').replace(/\(R\)|\(TM\)/g, '').replace(/\s+/g, ' ');
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${processor.trim()}, ${os.availableParallelism()} cores, ${memory} GiB, ${os.type()} ${os.arch()}, Node ${process.versions.node}`;
}
