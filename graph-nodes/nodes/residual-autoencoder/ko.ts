import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '잔차 오토인코더',
  help: '결측 모달리티를 다른 모달리티 하나만으로, 작은 오토인코더의 연쇄로 추측합니다. 각각은 입력과 그때까지의 보정을 모두 보고 자기 보정을 더합니다. 소리는 격자 평균에서, 영상은 학습된 위치로 칸마다 읽어 냅니다.',
  parameters: {
    blocks: { title: '블록 R', description: '연쇄를 이루는 오토인코더 수. 각각 앞의 합을 다듬습니다.' },
    width: { title: '병목', description: '오토인코더마다의 은닉 유닛 수.' },
    encoderGradient: {
      title: '인코더로의 기울기',
      description: '복원 손실이 그 입력과 목표를 만드는 인코더도 움직이는지, 생성기만 움직이는지.',
    },
  },
};
