import type { ParameterValue } from '../../../graph-nodes/graph/document';
import { numberOf, type ParameterField } from '../../words/parameter-schema';

/** Items of a text with commas, semicolons or line ends between. */
export const itemsOf = (text: string): string[] => text.split(/[,;\n]/).flatMap((item) => item.trim() || []);

/** The value that a text stands for; a text that fits no type stays a text, which the check reports. */
export function readValue(field: ParameterField, item: string): ParameterValue {
  if (field.type === 'boolean') return item === 'true' ? true : item === 'false' ? false : item;
  if (field.type === 'choice' || field.type === 'string') return item;
  return numberOf(item) ?? item;
}
