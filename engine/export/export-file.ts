/** A file of an export. */
export interface ExportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}
