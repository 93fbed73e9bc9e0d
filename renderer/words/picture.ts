import type { PictureWords } from '../../graph-nodes/picture/words';
import { messages } from './index';
import { problemText } from './faults';
import { findKind, titleOf } from './kinds';
import { describeParameters, showValue } from './parameter-schema';

/** Texts of a picture of a graph in the current language. */
export function pictureWords(): PictureWords {
  const { bypassed, parametersShort, stages } = messages().canvas;
  return {
    titleOf,
    problemText,
    stages,
    bypassed,
    parameters: parametersShort,
    valuesOf(node) {
      const kind = findKind(node.kind);
      const fields = kind ? describeParameters(kind) : [];
      return fields
        .filter(({ name }) => kind?.mainParameters.includes(name))
        .map((field) => ({
          title: field.title,
          value: showValue(field, node.parameters[field.name] ?? field.default),
        }));
    },
  };
}
