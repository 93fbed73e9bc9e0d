import { Random } from '../../graph-nodes/graph/random';

/** Minimum number of points for UMAP. */
export const fewestForUmap = 5;

/** Neighbours of a point if there are enough points. */
const neighbours = 15;

/** UMAP (McInnes, Healy and Melville, 2018) of points [N, C] in two dimensions, with seeded random numbers. */
export async function umap(points: readonly (readonly number[])[]): Promise<(readonly [number, number])[]> {
  const { UMAP } = await import('umap-js');
  const random = new Random(0, 'umap');
  const made = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(neighbours, points.length - 1),
    random: () => random.uniform(),
  });
  return made.fit(points.map((point) => [...point])).map(([x = 0, y = 0]) => [x, y] as const);
}
