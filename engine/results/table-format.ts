import type { Label } from '../contract/formats';
import type { Descriptor } from '../contract/descriptors';
import type { PrintedTable } from './printed-table';

/**
 * One format of `studio table`. Each file of `formats/` exports one as `format`; the command line, the window and the
 * checks of requests use this list.
 */
export interface TableFormat extends Descriptor {
  readonly label: Label;
  /** File extension, without the dot. */
  readonly ending: string;
  /** True if the window offers the format. */
  readonly inWindow: boolean;
  /** True if the window also copies the format to the clipboard. */
  readonly copied: boolean;
  /** Writes text, or the bytes of a picture. */
  readonly write: (table: PrintedTable) => string | Promise<string | Uint8Array>;
}
