import path from 'node:path';
import { remarksFile } from '../../runs/remarks';

/** Files of a run that a zip contains; other files of the folder are left out. */
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

/** True if a path in a run folder, with slashes, is one of a run's own files. */
export function isRunFile(name: string): boolean {
  return files.some((file) => (typeof file === 'string' ? file === name : file.test(name)));
}

/** Converts the separators of a path in a folder to slashes. */
export const slashed = (name: string): string => name.split(path.sep).join('/');
