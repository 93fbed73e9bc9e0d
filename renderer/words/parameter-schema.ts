import { z } from 'zod';
import type { ParameterValue } from '../../graph-nodes/graph/document';
import type { NodeKind } from '../../graph-nodes/graph/kind';
import { formatValue } from './format';
import { messages } from '.';
import { optionText, parameterTexts } from './kinds';

/** Description of a parameter for a form, from the kind's zod schema. */
export interface ParameterField {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'integer' | 'number' | 'choice' | 'boolean' | 'string';
  readonly default: ParameterValue;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly options: readonly string[];
  /** `run`: the text is the path of a run folder, or of a file that replaces it. */
  readonly names: 'run' | undefined;
}

/** The part of JSON Schema that node parameters use. */
const propertySchema = z.object({
  type: z.enum(['integer', 'number', 'boolean', 'string']),
  title: z.string().optional(),
  description: z.string().default(''),
  default: z.union([z.number(), z.string(), z.boolean()]),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  enum: z.array(z.string()).optional(),
  names: z.literal('run').optional(),
});

const described = new WeakMap<NodeKind, readonly ParameterField[]>();

/** Parameters of a kind in the order of their declaration, in the language of the kind. */
export function describeParameters(kind: NodeKind): readonly ParameterField[] {
  const known = described.get(kind);
  if (known) return known;
  const texts = parameterTexts(kind);
  const { properties = {} } = z.toJSONSchema(kind.parameters, { io: 'input' });
  const fields = Object.entries(properties).map(([name, property]): ParameterField => {
    const field = propertySchema.parse(property);
    return {
      name,
      title: texts[name]?.title ?? field.title ?? name,
      description: texts[name]?.description ?? field.description,
      type: field.enum ? 'choice' : field.type,
      default: field.default,
      minimum: field.minimum,
      maximum: field.maximum,
      options: field.enum ?? [],
      names: field.names,
    };
  });
  described.set(kind, fields);
  return fields;
}

/** A value for people: an option in the current language, a text unchanged. */
export const showValue = (field: ParameterField | undefined, value: ParameterValue): string =>
  field?.type === 'choice' ? optionText(String(value)) : formatValue(value);

/** `a whole number from 1 to 2048` */
export const describeBounds = ({ type, minimum, maximum }: ParameterField): string =>
  messages().values.number(type === 'integer', minimum, maximum);

/** Fault of a value as a sentence; undefined if it is valid. */
export function checkValue(field: ParameterField, value: ParameterValue): string | undefined {
  const m = messages().values;
  const found = typeof value === 'string' ? `“${value}”` : String(value);
  switch (field.type) {
    case 'integer':
    case 'number': {
      const fits =
        typeof value === 'number' &&
        (field.type === 'number' || Number.isInteger(value)) &&
        value >= (field.minimum ?? -Infinity) &&
        value <= (field.maximum ?? Infinity);
      return fits ? undefined : m.expected(describeBounds(field), found);
    }
    case 'choice': {
      const options = field.options.map((option) => `“${optionText(option)}”`).join(', ');
      return field.options.includes(String(value)) ? undefined : m.expected(m.oneOf(options), found);
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : m.expected(m.onOrOff, found);
    case 'string':
      return typeof value === 'string' ? undefined : m.expected(m.text, found);
  }
}

/**
 * Number of a text, with a point or a comma before the decimals. Undefined for any other text, and for ambiguous ones: 1,000 is
 * a thousand or one, and 007 may be the end of 1,007.
 */
export function numberOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^[-+]?[1-9]\d{0,2}(,\d{3})+$/.test(trimmed) || /^[-+]?0\d/.test(trimmed)) return undefined;
  const number = /^[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i.test(trimmed) ? Number(trimmed.replace(',', '.')) : NaN;
  return Number.isFinite(number) ? number : undefined;
}

/**
 * Value of a typed text: undefined for an empty field (the default is used), the number if it is one, else the text itself. The
 * analysis reports a text.
 */
export const readNumber = (text: string): number | string | undefined =>
  text.trim() === '' ? undefined : (numberOf(text) ?? text);
