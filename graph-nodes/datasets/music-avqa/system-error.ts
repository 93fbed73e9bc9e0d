/** Code of an error of the system, such as `ENOENT`. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** True if the user has no permission for a file or folder. */
export const isForbidden = (code: string | undefined): boolean => code === 'EACCES' || code === 'EPERM';
