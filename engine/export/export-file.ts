import type { ExportedValue } from '../contract/export';

/** A file of an export. */
export interface ExportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An export in one format. */
export interface Exported {
  /** One file, or several in a separate folder. */
  readonly files: readonly ExportFile[];
  /** Inputs and outputs of an executable model. */
  readonly inputs?: readonly ExportedValue[];
  readonly outputs?: readonly ExportedValue[];
}

export function oneFile(name: string, content: Uint8Array | string): Exported {
  return { files: [{ name, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content }] };
}
