import type { Label } from '../contract/formats';
import type { Descriptor } from '../contract/descriptors';
import type { StoredRun } from '../runs/stored-run';
import type { Exported } from './export-file';
import type { OnnxExportOptions } from './onnx-export';

/**
 * One format of `studio export` and of the export menu. Each file of `formats/` exports one as `format`; the command
 * line, the menu and the checks of requests use this list.
 */
export interface ExportFormat extends Descriptor {
  /** Text of the menu item and of `studio export --help`. */
  readonly label: Label;
  /** True if the options `batch` and `drawsAsInputs` change the files. */
  readonly takesOptions?: boolean;
  /** True if the file is written beside the run's folder instead of into it. */
  readonly besideRun?: boolean;
  /** @throws {RequestError} if the run cannot be written in the format */
  write(run: StoredRun, options: OnnxExportOptions): Promise<Exported>;
}
