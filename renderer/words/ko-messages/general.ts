import type { generalWords } from '../../../engine/contract/words/general';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';

/** Messages that belong to no part of the engine, in Korean. A text of a library or of the system stays as it is. */
export const koGeneral: Words<MessageOf<typeof generalWords>> = {
  text: ({ text }) => text,
  sentences: ({ parts }, format) => parts.map(format).join(' '),
  atNode: ({ node, reason }, format) => `노드 “${node}”: ${format(reason)}`,
};
