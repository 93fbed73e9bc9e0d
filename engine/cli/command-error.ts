/**
 * A command cannot be carried out for a reason that only the terminal has, in English: a wrong option, or a process that
 * it started.
 */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    message: string,
    /** `refused`: the input is wrong (exit code 2). `failed`: the command could not do it (exit code 1). */
    readonly code: 'refused' | 'failed' = 'refused',
  ) {
    super(message);
  }
}
