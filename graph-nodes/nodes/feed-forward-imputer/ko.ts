import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '순방향 대치기',
  help: '결측 모달리티를 다른 모달리티 하나만으로 예측합니다. 초마다 예측하고, 방향마다 은닉층이 하나이며, 소리는 격자 평균에서, 영상은 소리와 학습된 위치에서 칸마다 예측합니다. RMM 생성기와 비교할 가장 단순한 생성기입니다.',
  parameters: {
    width: { title: '은닉 너비', description: '두 신경망 각각의 은닉 유닛 수.' },
    encoderGradient: {
      title: '인코더로의 기울기',
      description: '복원 손실로 생성기의 입력과 목표를 만드는 인코더도 학습합니다. 끄면 생성기만 학습합니다.',
    },
  },
};
