import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: 'AVST QA 헤드',
  help: '영상과 시간에 대한 어텐션으로 답합니다. 영상에서 음원의 위치를 찾고, 질문을 쿼리로 소리와 영상의 초에 어텐션을 적용합니다. 학습할 때는 서로 맞는 소리·영상 쌍과 맞지 않는 쌍을 구별하는 것도 학습합니다.',
  insides: {
    'spatial attention': '소리가 나는 영상의 칸',
    'audio attention': '질문이 주목하는 소리의 초',
    'visual attention': '질문이 주목하는 영상의 초',
    matching: '한 초의 소리와 영상이 서로 맞을 확률',
  },
  parameters: {
    answers: { title: '답 수 A', description: '답 클래스 수. 설정하지 않으면 데이터셋의 답 수(공개된 데이터는 42개).' },
    heads: { title: '어텐션 헤드', description: '시간 어텐션의 헤드 수. 너비 C를 나누어야 합니다.' },
    dropout: { title: '드롭아웃', description: '학습할 때 시간 그라운딩에서 버리는 값의 비율.' },
  },
};
