import path from 'node:path';
import { remarksFile } from '../../runs/remarks';

/** What a run in a zip may consist of; whatever else lies in a run folder stays where it is. */
const files = [
  'graph.json',
  'run.json',
  'vocabulary.json',
  'metrics.jsonl',
  'predictions.json',
  remarksFile,
  /^events\.out\.tfevents\.[\w.-]+$/,
  /^checkpoints\/[\w-][\w.-]*\.safetensors$/,
] as const;

/** Whether a path inside a run folder, with slashes, is one of a run’s own files. */
export function isRunFile(name: string): boolean {
  return files.some((file) => (typeof file === 'string' ? file === name : file.test(name)));
}

/** A folder’s name as a path inside it has it, on every system. */
export const slashed = (name: string): string => name.split(path.sep).join('/');
