import type { GraphBuilder, Value } from '../graph';
import { broadcast } from '../graph';
import { inputOf, linearIn, sizeOf, type KernelFamily } from './kernel';

/** [..., m, n] → [..., n, m] */
function transposed(graph: GraphBuilder, value: Value): Value {
  const { type, shape } = value;
  const rank = shape.length;
  const perm = [...shape.keys()].slice(0, rank - 2).concat(rank - 1, rank - 2);
  const turned = perm.map((axis) => shape[axis] as number);
  return graph.emit('Transpose', [graph.full(value)], type, turned, { perm });
}

/** Matrix products. ONNX Runtime computes two-dimensional ones with transpose flags directly (Gemm). */
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
      // For example the initial hidden state of a recurrent network.
      if (a.constant === 0 || b.constant === 0) return graph.filled('float32', shape, 0);
      const written = (value: Value, to: readonly number[]): Value => {
        const { type } = value;
        return { name: graph.full(graph.reshape(value, to)), type, shape: to, stored: to };
      };
      if (ofOnePair) {
        const operands = [written(a, [rowsA, columnsA]), written(b, [rowsB, columnsB])] as const;
        const plain = !transposeA && !transposeB;
        const product = graph.matrixProduct({
          operator: plain ? 'MatMul' : 'Gemm',
          operands,
          attributes: plain ? {} : { transA: Number(transposeA), transB: Number(transposeB) },
          shape: [rows, columns],
          terms: inner,
        });
        return graph.reshape(product, shape);
      }
      const left = transposeA ? transposed(graph, a) : written(a, a.shape);
      const right = transposeB ? transposed(graph, b) : written(b, b.shape);
      return graph.matrixProduct({ operator: 'MatMul', operands: [left, right], attributes: {}, shape, terms: inner });
    }),
  ),
};
