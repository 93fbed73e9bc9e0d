import type { CodedMessage, Format, MessageOf } from './messages';

/** The formats that {@link readVersioned} reads. */
export type DocumentKind = 'graph' | 'study';

/** English words of errors in the text or the fields of a document. */
export const documentWords = {
  wrongDocumentFormat: ({
    document,
    format,
    found,
  }: {
    document: DocumentKind;
    format: string;
    found: string | null;
  }) => `This is not a ${document} document: its “format” should be “${format}” but is ${found ?? 'absent'}.`,
  wrongDocumentVersion: ({ document, found }: { document: DocumentKind; found: string | null }) =>
    `The “version” of the ${document} document should be a whole number from 1 but is ${found ?? 'absent'}.`,
  newerDocument: ({ document, version, newest }: { document: DocumentKind; version: number; newest: number }) =>
    `The ${document} document has version ${version}, but this studio reads versions up to ${newest}; open it with a newer studio.`,
  olderDocument: ({ document, version }: { document: DocumentKind; version: number }) =>
    `The ${document} document has version ${version}, which this studio cannot read; open and save it with an older studio.`,
  wrongDocumentField: (
    { document, place, fault }: { document: DocumentKind; place: string | null; fault: CodedMessage },
    format: Format,
  ) => `In the ${document} document, ${place ?? 'the document'}: ${format(fault)}.`,
  /** `found`: the text where parsing stops; null at the end of the text. */
  notWholeJson: ({ line, place, found }: { line: number; place: string; found: string | null }) =>
    `This is not a whole JSON document: line ${line}${place && `, at ${place},`} ${found === null ? 'the text ends too early' : `cannot be read at “${found}”`}.`,
  documentTooLong: ({ characters, most }: { characters: number; most: number }) =>
    `The document has ${characters} characters, but at most ${most} are read; remove content that is not part of a graph or study.`,
  documentTooDeep: ({ line, most }: { line: number; most: number }) =>
    `Line ${line} of the document has more than ${most} nested lists and objects; a graph or study has fewer.`,
  /** `row`: null for the graph of the study itself. */
  graphOfStudy: ({ row, reason }: { row: string | null; reason: CodedMessage }, format: Format) =>
    `${row === null ? 'The study’s graph' : `Row “${row}”`}: ${format(reason)}`,
};

export type DocumentMessage = MessageOf<typeof documentWords>;
