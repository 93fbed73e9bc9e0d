import { ShapeMismatch, type InputSpecs } from './kind';
import { shapeNote, sizeOf, type BatchSpec, type EdgeSpec } from './shapes';

/** Sizes of the dataset batch at an input. */
export function requireBatch(inputs: InputSpecs, socket = 'batch'): BatchSpec {
  const batch = inputs[socket]?.batch;
  if (batch === undefined) throw new ShapeMismatch(socket, { code: 'datasetBatch' }, { code: 'nothing' });
  return batch;
}

/** Spec at a required input. Validation reports unconnected inputs before any shape rule runs. */
export function requireInput(inputs: InputSpecs, socket: string): EdgeSpec {
  const spec = inputs[socket];
  if (spec === undefined) throw new ShapeMismatch(socket, { code: 'connection' }, { code: 'nothing' });
  return spec;
}

/** Checks that all given inputs share the size of an axis, and returns the size. Absent inputs are skipped. */
export function sameSize(inputs: InputSpecs, sockets: readonly string[], letter: string): number {
  const [first, ...others] = sockets.filter((socket) => inputs[socket] !== undefined);
  if (first === undefined) throw new ShapeMismatch(sockets[0] ?? '', { code: 'connection' }, { code: 'nothing' });
  const size = sizeOf(requireInput(inputs, first), letter);
  for (const socket of others) {
    const spec = requireInput(inputs, socket);
    if (sizeOf(spec, letter) !== size) {
      throw new ShapeMismatch(socket, { code: 'sizeOfInput', letter, size, socket: first }, shapeNote(spec.shape));
    }
  }
  return size;
}

/** Number of parameters of a fully connected layer with bias. */
export const linearParameters = (inputs: number, outputs: number): number => inputs * outputs + outputs;
