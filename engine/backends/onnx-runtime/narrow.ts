import type { OnnxInitializer, OnnxModel, OnnxNode } from '../../recorder/model';

/**
 * Rewrites a graph for a device that limits the number of values per operator. A Concat of more values becomes nested
 * Concats, and a Split into more becomes nested Splits. WebGPU guarantees a shader eight storage buffers on every
 * device.
 * @param most maximum number of inputs, or of outputs, of an operator
 */
export function narrowed(model: OnnxModel, most: number): OnnxModel {
  const constants = new Map(model.initializers.map((initializer) => [initializer.name, initializer]));
  const added: OnnxInitializer[] = [];
  const nodes = model.nodes.flatMap((node) => {
    if (node.type === 'Concat' && node.inputs.length > most) return concats(node, most);
    if (node.type === 'Split' && node.outputs.length > most) return splits(node, most, constants, added);
    return [node];
  });
  return { ...model, nodes, initializers: [...model.initializers, ...added] };
}

/** Splits a list into the smallest number of contiguous groups of at most `most` items. */
function groups<Item>(items: readonly Item[], most: number): Item[][] {
  const size = Math.max(most, Math.ceil(items.length / most));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, group) =>
    items.slice(group * size, (group + 1) * size),
  );
}

function concats(node: OnnxNode, most: number): OnnxNode[] {
  if (node.inputs.length <= most) return [node];
  const [output] = node.outputs as [string];
  const parts = groups(node.inputs, most).map((inputs, index) => ({ inputs, name: `${output}/part${index}` }));
  return [
    ...parts.flatMap(({ inputs, name }) => concats({ ...node, inputs, outputs: [name] }, most)),
    { ...node, inputs: parts.map(({ name }) => name) },
  ];
}

function splits(
  node: OnnxNode,
  most: number,
  constants: ReadonlyMap<string, OnnxInitializer>,
  added: OnnxInitializer[],
): OnnxNode[] {
  const [input, sizesName] = node.inputs as [string, string];
  const sizes = constants.get(sizesName);
  if (!sizes) throw new Error(`The sizes of a Split, “${sizesName}”, should be constants of the graph.`);
  const { buffer, byteOffset, byteLength } = sizes.bytes;
  const lengths = [...new BigInt64Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer)].map(Number);
  const parts = node.outputs.map((name, index) => ({ name, length: lengths[index] as number }));

  const divide = (from: string, into: readonly { name: string; length: number }[]): OnnxNode[] => {
    const name = `${from}/sizes${added.length}`;
    const outer =
      into.length <= most
        ? into.map((part) => ({ part, inner: [part] }))
        : groups(into, most).map((inner, index) => ({
            part: {
              name: `${from}/part${added.length}.${index}`,
              length: inner.reduce((sum, { length }) => sum + length, 0),
            },
            inner,
          }));
    const values = BigInt64Array.from(outer, ({ part }) => BigInt(part.length));
    added.push({ ...sizes, name, shape: [outer.length], bytes: new Uint8Array(values.buffer) });
    return [
      { ...node, inputs: [from, name], outputs: outer.map(({ part }) => part.name) },
      ...(into.length <= most ? [] : outer.flatMap(({ part, inner }) => divide(part.name, inner))),
    ];
  };
  return divide(input, parts);
}
