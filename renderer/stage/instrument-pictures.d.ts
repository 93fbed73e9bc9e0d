/** Icons of Game Icons (CC BY 3.0), created by build/instrument-pictures.ts. */
declare module 'virtual:instrument-pictures' {
  /** Path data by instrument, on a grid of 512 × 512. */
  export const iconPaths: Readonly<Record<string, string>>;
}
