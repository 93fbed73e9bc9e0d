import { alternatives } from '../../graph-nodes/graph/messages';
import { RequestError } from '../contract/errors';
import type { StoredRun } from '../runs/stored-run';
import type { Exported } from './export-file';
import type { OnnxExportOptions } from './onnx-export';
import { exportFormats } from './table';

/**
 * Writes a run as files that other programs, machines or people read.
 * @throws {RequestError} if no format has the name, or the run cannot be written in it
 */
export async function exportRun(run: StoredRun, format: string, options: OnnxExportOptions): Promise<Exported> {
  const found = exportFormats.find(({ name }) => name === format);
  if (found) return found.write(run, options);
  const names = alternatives(exportFormats.map(({ name }) => name));
  throw new RequestError('refused', { code: 'exportFormatUnknown', format, known: names });
}
