/** Code of graph-nodes as plain JavaScript, created by build/layer-sources.ts. */
declare module 'virtual:layer-sources' {
  /**
   * Modules by their path in graph-nodes. The code is the body of a function that returns the exports. Imports are in constants
   * named after the path, and `tf` is tfjs.
   */
  export const layerModules: Readonly<Record<string, { readonly imports: readonly string[]; readonly code: string }>>;
}
