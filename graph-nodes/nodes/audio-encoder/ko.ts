import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '소리 인코더',
  help: '매초의 소리를 C개의 특징으로 바꿉니다. 완전 연결 층이 두 개입니다.',
  insides: { features: '초마다의 특징 f_a' },
  parameters: {
    width: { title: '너비 C', description: '초당 특징 수. 논문은 512.' },
    normalise: {
      title: '층 정규화',
      description:
        '매초의 특징을 평균 0, 분산 1로 정규화하여 생성기의 목표가 일정한 척도를 갖게 합니다. 논문에는 없습니다.',
    },
  },
};
