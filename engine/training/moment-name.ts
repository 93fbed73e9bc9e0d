/**
 * Name of an optimizer moment in a snapshot; no variable has such a name. Stored checkpoints depend on this spelling.
 */
export const momentName = (index: number): string => `optimiser:${index}`;
