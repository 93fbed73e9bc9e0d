/** Placeholder while being written. */
export const questionLength = 10;
export const vocabulary: readonly string[] = Array.from({ length: 90 }, (_, i) => `w${i}`);
