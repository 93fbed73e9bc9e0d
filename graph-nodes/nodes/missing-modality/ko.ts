import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '결측 모달리티',
  help: '모달리티를 빼고 그 자리에 채움값을 넣습니다. 시나리오 “소리 없음”에서는 소리를, “영상 없음”에서는 영상을 뺍니다. “모두 있음”에서는 아무것도 바꾸지 않습니다. 평가의 잡음 시나리오에서는 모달리티가 남아 있고, 인코더가 인코딩된 특징에 공개 코드의 표준편차로 가우시안 잡음을 더합니다. 질문은 결측되지 않습니다.',
  parameters: {
    fill: {
      title: '채움값',
      description: '결측 모달리티를 대신하는 값: 0, 가우시안 잡음, 학습 데이터의 평균 특징, 또는 학습되는 토큰.',
    },
    whileTraining: { title: '학습할 때 빼는 것', description: '학습의 결측 시나리오에서 빼는 모달리티.' },
    whileTesting: {
      title: '평가할 때 빼는 것',
      description: '평가의 결측 시나리오에서 빼고, 잡음 시나리오에서 잡음을 더하는 모달리티.',
    },
    rate: { title: '비율', description: '결측 시나리오에서 그 모달리티를 잃는 영상의 비율.' },
  },
  options: {
    zeros: '0',
    noise: '잡음',
    mean: '평균',
    token: '학습된 토큰',
    'audio and visual': '소리와 영상',
    audio: '소리',
    visual: '영상',
    nothing: '빼지 않음',
  },
};
