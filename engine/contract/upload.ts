/** Files that a window sends to the engine, in parts. */

/** Maximum size of a file in bytes. */
export const largestUpload = 512 * 2 ** 20;
/** Size of a part in bytes; the last one may be shorter. A message of the page has at most 64 MiB. */
export const uploadPart = 4 * 2 ** 20;
