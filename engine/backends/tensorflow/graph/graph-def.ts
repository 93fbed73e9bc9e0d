import type { ElementType } from '../../../recorder/model';

/** A node of TensorFlow's GraphDef, in its JSON form. */
export interface GraphDefNode {
  readonly name: string;
  readonly op: string;
  /** Names of nodes, with the suffix `:1` and so on for further outputs. */
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, GraphDefAttribute>>;
}

export type GraphDefAttribute =
  | { readonly type: string }
  | { readonly b: boolean }
  | { readonly i: string }
  | { readonly f: number }
  | { readonly s: string }
  | { readonly shape: { readonly dim: readonly { readonly size: string }[] } }
  | { readonly list: { readonly i: readonly string[] } };

export type GraphDefType = 'float32' | 'int32' | 'bool';

/** A constant: a node of the GraphDef, and its values. */
export interface GraphDefWeight {
  readonly name: string;
  readonly type: GraphDefType;
  readonly shape: readonly number[];
  /** Row-major, little-endian. */
  readonly bytes: Uint8Array;
}

/** Indices have 32 bits: TensorFlow needs no more here, and tfjs has no others. */
export const graphDefType = (type: ElementType): GraphDefType => (type === 'int64' ? 'int32' : type);

export const typeNames = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' } as const;

export const typeAttribute = (type: ElementType): { type: string } => ({ type: typeNames[graphDefType(type)] });
export const flag = (b: boolean): GraphDefAttribute => ({ b });
export const whole = (i: number): GraphDefAttribute => ({ i: String(i) });
export const text = (s: string): GraphDefAttribute => ({ s: Buffer.from(s).toString('base64') });
export const wholes = (values: readonly number[]): GraphDefAttribute => ({ list: { i: values.map(String) } });
export const dimensions = (shape: readonly (number | string)[]) => ({
  dim: shape.map((size) => ({ size: String(size) })),
});

/** Version of TensorFlow's operators in the graphs. */
export const graphDefVersion = 1395;
