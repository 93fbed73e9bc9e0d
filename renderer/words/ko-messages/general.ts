import type { generalWords } from '../../../engine/contract/words/general';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';
import { koNode } from '../ko-kinds';

/** Messages that belong to no part of the engine, in Korean. Texts of a library or of the system are not translated. */
export const koGeneral: Words<MessageOf<typeof generalWords>> = {
  text: ({ text }) => text,
  sentences: ({ parts }, format) => parts.map(format).join(' '),
  wrongField: ({ place }) =>
    `${place ? `“${place}”의 값` : '값'}이 예상한 형식이 아닙니다. 스튜디오를 다시 시작하세요.`,
  atNode: ({ node, reason }, format) => `노드 “${koNode(node)}”: ${format(reason)}`,
};
