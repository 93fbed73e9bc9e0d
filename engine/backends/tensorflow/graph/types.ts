import { typeAttribute, typeNames, type GraphDefAttribute, type GraphDefType } from './graph-def';

/** What TensorFlow's operators call the types of their inputs, in the inputs' order, where it is not `T` of the first alone. */
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

/** The attributes that tell an operator the types of its inputs. */
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

/** The type of what an operator gives: told by an attribute, that of a comparison, or that of its values. */
export function outputTypeOf(
  op: string,
  inputs: readonly GraphDefType[],
  attributes: Readonly<Record<string, GraphDefAttribute>>,
): GraphDefType {
  const told = attributes['DstT'] ?? attributes['output_type'];
  const found = Object.entries(typeNames).find(([, name]) => told && 'type' in told && told.type === name);
  if (found) return found[0] as GraphDefType;
  if (comparisons.has(op)) return 'bool';
  if (op.startsWith('Logical')) return 'bool';
  const values = inputs[Math.max(0, namesOfTypes[op]?.indexOf('T') ?? 0)];
  if (!values) throw new Error(`${op} should have an input with the type of what it gives.`);
  return values;
}
