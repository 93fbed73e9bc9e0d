declare module 'virtual:numbers-digest' {
  /** See build/numbers-digest.ts. */
  export const numbersDigest: string;
}
