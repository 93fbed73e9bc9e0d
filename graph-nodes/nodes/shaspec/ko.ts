import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: 'ShaSpec',
  help: '모달리티마다 특징을 둘로 나눕니다. 공유 특징은 두 모달리티가 함께 쓰는 인코더에서, 고유 특징은 모달리티별 인코더에서 나오며, 둘을 잔차 연결로 합칩니다. 결측 모달리티는 다른 모달리티의 공유 특징으로 바꿉니다. 모든 시나리오의 특징이 바뀌므로 헤드를 함께 학습하세요. 논문과 다른 점: 인코더는 이미지의 잔차 신경망이 아니라 초와 칸마다 적용하는 잔차 블록 하나입니다. 소리에는 영상의 공유 특징을 격자에서 평균해 쓰고, 영상에는 소리의 공유 특징을 모든 칸에 반복합니다.',
  parameters: {
    width: { title: '은닉 너비', description: '공유 인코더와 모달리티별 인코더의 은닉 유닛 수.' },
    alignment: { title: '정렬 α', description: '소리와 영상의 공유 특징 사이 거리의 가중치. 논문은 0.1.' },
    domain: { title: '도메인 β', description: '고유 특징이 소리인지 영상인지 가리는 분류의 가중치. 논문은 0.02.' },
    encoderGradient: {
      title: '인코더로의 기울기',
      description: '보조 손실로 그 입력을 만드는 인코더도 학습합니다. 끄면 이 노드만 학습합니다.',
    },
  },
};
