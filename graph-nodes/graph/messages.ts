/**
 * Messages as codes with values. A sentence is made where a person reads it, in the language of that place: a table of
 * words has one function for each code.
 */

/** A message: its code, and beside it the values that its sentence names. */
export interface CodedMessage {
  readonly code: string;
}

/** Makes the sentence of a message that is a value of another message. */
export type Format = (message: CodedMessage) => string;

/** The words of one language for a union of messages. */
export type Words<Message extends CodedMessage> = {
  readonly [Code in Message['code']]: (values: Extract<Message, { readonly code: Code }>, format: Format) => string;
};

/** The union of messages that a table of words knows. */
export type MessageOf<Table> = {
  [Code in keyof Table & string]: Table[Code] extends () => string
    ? { readonly code: Code }
    : Table[Code] extends (values: infer Values, ...format: never) => string
      ? { readonly code: Code } & Readonly<Values>
      : never;
}[keyof Table & string];

/** The sentence of a message; its code where the table lacks it. */
export function formatMessage<Message extends CodedMessage>(words: Words<Message>, message: Message): string {
  const table = words as unknown as Readonly<Record<string, (values: CodedMessage, format: Format) => string>>;
  const format: Format = (inner) => table[inner.code]?.(inner, format) ?? inner.code;
  return format(message);
}

const controls = /[\p{Cc}\u2028\u2029]+/gu;

/** A sentence for a terminal or a log: line breaks and control characters of the texts that it quotes become spaces. */
export const oneLine = (sentence: string): string => sentence.replace(controls, ' ');

/** The start of a text that an error quotes. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const disjunction = new Intl.ListFormat('en', { type: 'disjunction' });

/** “a, b, or c”, for errors. */
export const alternatives = (names: readonly string[]): string => disjunction.format(names);

/** “a”, “b” */
export const quoted = (names: Iterable<string>): string => [...names].map((name) => `“${name}”`).join(', ');
