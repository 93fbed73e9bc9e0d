import type { CodedMessage, Format } from '../../../graph-nodes/graph/messages';
import { nodeText, type NamedNode } from '../../../graph-nodes/graph/node-names';

/** English texts of messages that belong to no part of the engine. */
export const generalWords = {
  /** Text of a library or of the system, which exists in one language. */
  text: ({ text }: { text: string }) => text,
  /** Several sentences, one after the other. */
  sentences: ({ parts }: { parts: readonly CodedMessage[] }, format: Format) => parts.map(format).join(' '),
  /** `place`: empty for the whole value. */
  wrongField: ({ place }: { place: string }) =>
    `A value${place && ` at “${place}”`} has an unexpected form; restart the studio.`,
  atNode: ({ node, reason }: { node: NamedNode; reason: CodedMessage }, format: Format) =>
    `Node “${nodeText(node)}”: ${format(reason)}`,
};
