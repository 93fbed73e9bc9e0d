import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '잔차 오토인코더',
  help: '결측 모달리티를 작은 오토인코더의 연쇄로 예측합니다. 다른 모달리티 하나만 읽습니다. 각각은 입력과 앞의 보정을 모두 합한 값을 읽고 보정 하나를 더합니다. 소리는 격자 평균에서, 영상은 학습된 위치로 칸마다 계산합니다.',
  parameters: {
    blocks: { title: '블록 R', description: '연쇄를 이루는 오토인코더 수. 각각 앞의 합을 다듬습니다.' },
    width: { title: '병목', description: '오토인코더마다의 은닉 유닛 수.' },
    encoderGradient: {
      title: '인코더로의 기울기',
      description: '복원 손실로 생성기의 입력과 목표를 만드는 인코더도 학습합니다. 끄면 생성기만 학습합니다.',
    },
  },
};
