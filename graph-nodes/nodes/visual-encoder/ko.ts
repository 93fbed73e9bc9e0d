import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '영상 인코더',
  help: '매초의 특징 맵을 넘겨줍니다. 학습되지 않는 영상 신경망이 만든 C개 특징의 H × W칸입니다.',
  insides: { features: '초마다의 특징 f_v, 격자 평균' },
  parameters: {
    projection: {
      title: '사영',
      description: '“없음”은 논문처럼 맵을 그대로 넘기고, “선형”은 모든 칸을 주어진 너비로 옮깁니다.',
    },
    width: { title: '너비 C', description: '선형 사영 뒤의 칸당 특징 수. 사영이 없으면 데이터의 너비 그대로.' },
  },
  options: {
    none: '없음',
    linear: '선형',
  },
};
