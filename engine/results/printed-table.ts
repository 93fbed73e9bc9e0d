import type { Table } from '../contract/tables';

/** A table whose caption and notes are sentences. */
export interface PrintedTable extends Omit<Table, 'caption' | 'notes'> {
  readonly caption: string;
  readonly notes: readonly string[];
}
