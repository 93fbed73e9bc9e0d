/** Name of an optimizer moment in a snapshot; no variable has such a name. Checkpoints on disk keep this spelling. */
export const momentName = (index: number): string => `optimiser:${index}`;
