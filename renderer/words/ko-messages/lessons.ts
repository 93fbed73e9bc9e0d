import { quoted, type Words } from '../../../graph-nodes/graph/messages';
import type { LessonMessage } from '../../../graph-nodes/lesson/words';

/** Errors in a lesson file, in Korean. */
export const koLessons: Words<LessonMessage> = {
  lessonFault: ({ file, line, fault }, format) => `${file}, ${line}번째 줄: ${format(fault)}.`,
  lessonTooLong: ({ characters, most }) => `파일이 ${characters}자이지만 ${most}자까지만 읽습니다. 줄이세요`,
  lessonNoHeader: () => '수업은 “---” 줄과 머리말로 시작합니다. 추가하세요',
  lessonHeaderOpen: () => '머리말이 닫히지 않았습니다. 그 아래에 “---” 줄을 추가하세요',
  lessonYaml: ({ found }) => `“${found}”은(는) 올바른 YAML이 아닙니다. 들여쓰기, 쌍점, 따옴표를 확인하세요`,
  lessonRepeatedKey: () => '한 필드가 두 번 있습니다. 하나를 지우세요',
  lessonAlias: () => '앵커와 별칭(“&”, “*”)은 읽지 않습니다. 값을 그대로 쓰세요',
  lessonTooDeep: () => '목록과 객체가 너무 깊게 중첩됩니다. 수업은 몇 단계만 씁니다',
  lessonField: ({ block, place, fault }, format) => `${block}${place === null ? '' : `의 ${place}`}: ${format(fault)}`,
  lessonSelector: () => '노드를 가리키는 “id”, “kind”, “role” 중 하나가 있어야 합니다',
  lessonBlockUnknown: ({ block, known }) => `“${block}” 블록은 없습니다. 다음 중 하나를 쓰세요: ${quoted(known)}`,
  lessonBlockOpen: ({ block }) => `“${block}” 블록이 닫히지 않았습니다. 그 아래에 “\`\`\`” 줄을 추가하세요`,
  lessonBlockOutside: ({ block }) => `“${block}” 블록이 첫 단계 앞에 있습니다. 제목 “## …” 아래로 옮기세요`,
  lessonTextOutside: () => '글이 첫 단계 앞에 있습니다. 제목 “## …” 아래로 옮기세요',
  lessonHeading: () => '단계의 제목 “## …”만 읽습니다. “#”의 수를 바꾸세요',
  lessonNoSteps: () => '수업에 단계가 없습니다. 제목 “## …”와 그 아래 글을 추가하세요',
  lessonEmptyStep: ({ step }) => `단계 “${step}”이(가) 비어 있습니다. 글이나 과제를 추가하세요`,
  lessonNoRightOption: () => '맞는 선택지가 없습니다. 하나에 “right: true”를 쓰거나 “when”으로 검사를 쓰세요',
  lessonPredictionTwice: ({ prediction }) => `예측 “${prediction}”이(가) 이미 있습니다. 다른 ID를 쓰세요`,
  lessonPredictionUnknown: ({ prediction }) => `이 결과 위에 예측 “${prediction}”이(가) 없습니다. ID를 고치세요`,
  lessonGraphTwice: () => '수업에 이미 그래프가 있습니다. “graph”, “run”, “graph” 블록 가운데 하나만 남기세요',
  lessonNoGraph: () => '수업에 그래프가 없습니다. 머리말에 “graph”나 “run”을 쓰거나 “graph” 블록을 추가하세요',
  lessonGraphUnknown: ({ graph, known }) => `스튜디오에 그래프 “${graph}”이(가) 없습니다. 있는 것: ${quoted(known)}`,
  lessonGraphWrong: ({ reason }, format) => `“graph” 블록을 읽을 수 없습니다: ${format(reason).replace(/\.$/, '')}`,
};
