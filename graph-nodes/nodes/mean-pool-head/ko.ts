import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '평균 융합 헤드',
  help: '소리와 영상의 평균을 질문과 곱합니다. 소리는 초에 대해, 영상은 초와 칸에 대해 평균하고, 곱하기 전에 이어 붙입니다. 소리와 영상을 연결하지 않으면 질문만 읽는 헤드입니다.',
  parameters: {
    answers: { title: '답 수 A', description: '답 클래스 수. 설정하지 않으면 데이터셋의 답 수(공개된 데이터는 42개).' },
  },
};
