import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '트랜스포머 융합 헤드',
  help: '모든 특징에 대한 트랜스포머로 답합니다. 토큰은 학습된 클래스 토큰, 질문, 소리와 영상의 매초입니다. 모달리티·초·칸의 학습된 임베딩이 토큰을 구별합니다. 클래스 토큰의 마지막 상태로 답합니다.',
  insides: {
    'audio attention': '마지막 층이 주목하는 소리의 초',
    'visual attention': '마지막 층이 주목하는 영상의 초',
  },
  parameters: {
    answers: { title: '답 수 A', description: '답 클래스 수. 설정하지 않으면 데이터셋의 답 수(공개된 데이터는 42개).' },
    layers: { title: '층', description: '트랜스포머 층 수: 자기 어텐션과 너비 네 배의 순방향 신경망.' },
    heads: { title: '어텐션 헤드', description: '자기 어텐션의 헤드 수. 너비 C를 나누어야 합니다.' },
    visualTokens: {
      title: '영상 토큰',
      description: '영상의 토큰: 격자 평균(토큰 T개) 또는 모든 칸(토큰 T · H · W개).',
    },
    dropout: { title: '드롭아웃', description: '학습할 때 층에서 버리는 값의 비율.' },
  },
  options: {
    'one a second': '초마다 하나',
    'every cell': '칸마다',
  },
};
