import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** Size in bytes at which a new log is started. One earlier log is kept. */
const largest = 1024 * 1024;

/** Text log of the application. It is never sent from this computer. */
export class LogFile {
  private readonly file: string;

  /** @param now time of a line */
  constructor(
    folder: string,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.file = path.join(folder, 'studio.log');
  }

  /** Adds a line. If the folder is not writable, the line is lost. */
  add(text: string): void {
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      if ((statSync(this.file, { throwIfNoEntry: false })?.size ?? 0) > largest) {
        renameSync(this.file, path.join(path.dirname(this.file), 'studio-earlier.log'));
      }
      appendFileSync(this.file, `${this.now().toISOString()} ${text}\n`);
    } catch {
      // The line is lost.
    }
  }
}
