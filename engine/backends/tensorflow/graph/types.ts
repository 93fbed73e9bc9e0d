import { typeAttribute, typeNames, type GraphDefAttribute, type GraphDefType } from './graph-def';

/**
 * Attributes with the input types of TensorFlow's operators, in input order, for operators other than a single `T` of
 * the first input.
 */
const namesOfTypes: Readonly<Record<string, readonly (string | undefined)[]>> = {
  LogicalAnd: [],
  LogicalOr: [],
  LogicalNot: [],
  SelectV2: [undefined, 'T'],
  Cast: ['SrcT'],
  StridedSlice: ['T', 'Index'],
  SplitV: ['T', 'Tlen'],
  GatherV2: ['Tparams', 'Tindices', 'Taxis'],
  UnsortedSegmentSum: ['T', 'Tindices'],
  Conv2DBackpropInput: [undefined, 'T'],
};

/** Attributes with the types of an operator's inputs. */
export function typeAttributesOf(
  op: string,
  inputs: readonly GraphDefType[],
): Readonly<Record<string, GraphDefAttribute>> {
  return Object.fromEntries(
    (namesOfTypes[op] ?? ['T']).flatMap((name, place) => {
      const type = inputs[place];
      return name !== undefined && type ? [[name, typeAttribute(type)]] : [];
    }),
  );
}

const comparisons: ReadonlySet<string> = new Set(['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual']);

/** Type of an operator's output: set by an attribute, of a comparison, or of its inputs. */
export function outputTypeOf(
  op: string,
  inputs: readonly GraphDefType[],
  attributes: Readonly<Record<string, GraphDefAttribute>>,
): GraphDefType {
  const attribute = attributes['DstT'] ?? attributes['output_type'];
  const found = Object.entries(typeNames).find(
    ([, name]) => attribute && 'type' in attribute && attribute.type === name,
  );
  if (found) return found[0] as GraphDefType;
  if (comparisons.has(op)) return 'bool';
  if (op.startsWith('Logical')) return 'bool';
  const values = inputs[Math.max(0, namesOfTypes[op]?.indexOf('T') ?? 0)];
  if (!values) throw new Error(`${op} has no input with the type of its output.`);
  return values;
}
