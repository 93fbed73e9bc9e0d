/**
 * Messages as codes with values. A message becomes a sentence at the place where it is shown, in the language of that place. A
 * table of words has one function per code.
 */

/** A message: its code and the values that its sentence names. */
export interface CodedMessage {
  readonly code: string;
}

/** Formats a message that is a value of another message. */
export type Format = (message: CodedMessage) => string;

/** Members of a union of messages by code. The compiler makes it in one pass, unlike one `Extract` for each code. */
type ByCode<Message extends CodedMessage> = { readonly [Member in Message as Member['code']]: Member };

/** Words of one language for a union of messages. */
export type Words<Message extends CodedMessage> = {
  readonly [Code in keyof ByCode<Message>]: (values: ByCode<Message>[Code], format: Format) => string;
};

/** Union of the messages of a table of words. */
export type MessageOf<Table> = {
  [Code in keyof Table & string]: Table[Code] extends () => string
    ? { readonly code: Code }
    : Table[Code] extends (values: infer Values, ...format: never) => string
      ? { readonly code: Code } & Readonly<Values>
      : never;
}[keyof Table & string];

/** Sentence of a message; its code if the table lacks it. */
export function formatMessage<Message extends CodedMessage>(words: Words<Message>, message: Message): string {
  const table = words as unknown as Readonly<Record<string, (values: CodedMessage, format: Format) => string>>;
  const format: Format = (inner) => table[inner.code]?.(inner, format) ?? inner.code;
  return format(message);
}

const controls = /[\p{Cc}\u2028\u2029]+/gu;

/** A sentence for a terminal or a log. Line breaks and control characters of quoted texts become spaces. */
export const oneLine = (sentence: string): string => sentence.replace(controls, ' ');

/** Start of a text that an error quotes. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const disjunction = new Intl.ListFormat('en', { type: 'disjunction' });

/** “a, b, or c”, for errors. */
export const alternatives = (names: readonly string[]): string => disjunction.format(names);

/** “a”, “b” */
export const quoted = (names: Iterable<string>): string => [...names].map((name) => `“${name}”`).join(', ');
