import { quoted, type CodedMessage, type Format, type MessageOf } from '../graph/messages';

/** English words of errors in a lesson file. All but the first are parts of its sentence. */
export const lessonWords = {
  lessonFault: ({ file, line, fault }: { file: string; line: number; fault: CodedMessage }, format: Format) =>
    `${file}, line ${line}: ${format(fault)}.`,
  lessonTooLong: ({ characters, most }: { characters: number; most: number }) =>
    `the file has ${characters} characters, and at most ${most} are read; shorten it`,
  lessonNoHeader: () => 'a lesson starts with a line “---” and a header; add them',
  lessonHeaderOpen: () => 'the header is not closed; add a line “---” below it',
  lessonYaml: ({ found }: { found: string }) =>
    `“${found}” is not valid YAML; check the indentation, the colon and the quotation marks`,
  lessonRepeatedKey: () => 'a field is given twice; remove one',
  lessonAlias: () => 'anchors and aliases (“&” and “*”) are not read; write the value out',
  lessonTooDeep: () => 'lists and objects are nested too deeply; a lesson has only a few levels',
  lessonField: (
    { block, place, fault }: { block: string; place: string | null; fault: CodedMessage },
    format: Format,
  ) => `${block}${place === null ? '' : `, ${place}`}: ${format(fault)}`,
  lessonSelector: () => 'expected “id”, “kind” or “role” to name the nodes',
  lessonBlockUnknown: ({ block, known }: { block: string; known: readonly string[] }) =>
    `there is no block “${block}”; use one of ${quoted(known)}`,
  lessonBlockOpen: ({ block }: { block: string }) => `the block “${block}” is not closed; add a line “\`\`\`” below it`,
  lessonBlockOutside: ({ block }: { block: string }) =>
    `the block “${block}” is before the first step; move it below a heading “## …”`,
  lessonTextOutside: () => 'this text is before the first step; move it below a heading “## …”',
  lessonHeading: () => 'only headings of steps, “## …”, are read; change the number of “#”',
  lessonNoSteps: () => 'the lesson has no step; add a heading “## …” with a text below it',
  lessonEmptyStep: ({ step }: { step: string }) => `the step “${step}” is empty; add a text or a task`,
  lessonNoRightOption: () => 'no option is right; mark one with “right: true” or give it checks with “when”',
  lessonPredictionTwice: ({ prediction }: { prediction: string }) =>
    `there is already a prediction “${prediction}”; give this one another id`,
  lessonPredictionUnknown: ({ prediction }: { prediction: string }) =>
    `there is no prediction “${prediction}” above this outcome; correct its id`,
  lessonGraphTwice: () => 'the lesson has a graph already; remove one of “graph”, “run” and the block “graph”',
  lessonNoGraph: () => 'the lesson has no graph; add “graph” or “run” to the header, or a block “graph”',
  lessonGraphUnknown: ({ graph, known }: { graph: string; known: readonly string[] }) =>
    `the studio has no graph “${graph}”; it has ${quoted(known)}`,
  /** `reason`: a whole sentence. */
  lessonGraphWrong: ({ reason }: { reason: CodedMessage }, format: Format) =>
    `the block “graph” cannot be read: ${format(reason).replace(/\.$/, '')}`,
};

export type LessonMessage = MessageOf<typeof lessonWords>;
