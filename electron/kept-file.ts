import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';

/** A small JSON file of the application, for example for the state of the window. */
export class KeptFile<Value> {
  constructor(
    private readonly file: string,
    private readonly schema: z.ZodType<Value>,
  ) {}

  /** The stored value; undefined if there is none or it is invalid. */
  read(): Value | undefined {
    try {
      return this.schema.safeParse(JSON.parse(readFileSync(this.file, 'utf8'))).data;
    } catch {
      return undefined;
    }
  }

  /** Stores a value. If the folder is not writable, the value is lost at the end of the application. */
  write(value: Value): void {
    const next = `${this.file}.new`;
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      writeFileSync(next, `${JSON.stringify(value)}\n`);
      renameSync(next, this.file);
    } catch {
      // The value is lost.
    }
  }
}
