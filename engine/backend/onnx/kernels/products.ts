import type { GraphBuilder, Value } from '../graph';
import { broadcast } from '../graph';
import { inputOf, linearIn, sizeOf, type KernelFamily } from './kernel';

/** [..., m, n] → [..., n, m] */
function transposed(graph: GraphBuilder, name: string, { type, shape }: Value): string {
  const rank = shape.length;
  const perm = [...shape.keys()].slice(0, rank - 2).concat(rank - 1, rank - 2);
  return graph.emit(
    'Transpose',
    [name],
    type,
    perm.map((axis) => shape[axis] as number),
    { perm },
  ).name;
}

/** Matrix products. ONNX Runtime takes two-dimensional ones with their transposes as they are (Gemm). */
export const products: KernelFamily = {
  BatchMatMul: linearIn(
    'a',
    linearIn('b', (call) => {
      const { graph } = call;
      const [a, b] = [inputOf(call, 'a'), inputOf(call, 'b')];
      const { transposeA, transposeB } = call.attributes as { transposeA: boolean; transposeB: boolean };
      const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
      const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
      const [rows, columns] = [transposeA ? columnsA : rowsA, transposeB ? rowsB : columnsB];
      const inner = transposeA ? rowsA : columnsA;
      const shape = [...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns];
      const ofOnePair = sizeOf(a.shape.slice(0, -2)) === 1 && sizeOf(b.shape.slice(0, -2)) === 1;
      if (ofOnePair) {
        const left = graph.full(graph.reshape(a, [rowsA, columnsA]));
        const right = graph.full(graph.reshape(b, [rowsB, columnsB]));
        const plain = !transposeA && !transposeB;
        const product = plain
          ? graph.product('MatMul', [left, right], [rows, columns], inner)
          : graph.product('Gemm', [left, right], [rows, columns], inner, {
              transA: Number(transposeA),
              transB: Number(transposeB),
            });
        return graph.reshape(product, shape);
      }
      const left = transposeA ? transposed(graph, graph.full(a), a) : graph.full(a);
      const right = transposeB ? transposed(graph, graph.full(b), b) : graph.full(b);
      return graph.product('MatMul', [left, right], shape, inner);
    }),
  ),
};
