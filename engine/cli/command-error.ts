/**
 * Error of a command that only the terminal can have: a wrong option, or a process that the command started. Its text
 * is English.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    /** `refused`: the input is wrong (exit code 2). `failed`: the command failed (exit code 1). */
    readonly code: 'refused' | 'failed' = 'refused',
  ) {
    super(message);
  }
}
