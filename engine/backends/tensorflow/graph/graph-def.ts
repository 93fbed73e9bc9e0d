import type { ElementType } from '../../../recorder/model';

/** A node of TensorFlow's GraphDef, as JSON has it. */
export interface GraphDefNode {
  readonly name: string;
  readonly op: string;
  /** Names of nodes, with `:1` and so on for outputs after the first. */
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

/** A constant: a node of the GraphDef, and its numbers. */
export interface GraphDefWeight {
  readonly name: string;
  readonly type: GraphDefType;
  readonly shape: readonly number[];
  /** Row-major, little-endian. */
  readonly bytes: Uint8Array;
}

/** TensorFlow has no need of indices longer than 32 bits here, and tfjs none of such. */
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

/** The version of TensorFlow's operators that graphs are written for. */
export const graphDefVersion = 1395;
