import type { ParameterValue } from '../../../graph-nodes/graph/document';
import { numberOf, type ParameterField } from '../../words/parameter-schema';

/** Items of a text that are separated by commas, semicolons or line ends. */
export const itemsOf = (text: string): string[] => text.split(/[,;\n]/).flatMap((item) => item.trim() || []);

/** Value of a text. A text that fits no type stays a text, which the check reports. */
export function readValue(field: ParameterField, item: string): ParameterValue {
  if (field.type === 'boolean') return item === 'true' ? true : item === 'false' ? false : item;
  if (field.type === 'choice' || field.type === 'string') return item;
  return numberOf(item) ?? item;
}
