/** Icons of Game Icons (CC BY 3.0); build/instrument-pictures.ts makes it. */
declare module 'virtual:instrument-pictures' {
  /** Path data by instrument, on a grid of 512 × 512. */
  export const iconPaths: Readonly<Record<string, string>>;
}
