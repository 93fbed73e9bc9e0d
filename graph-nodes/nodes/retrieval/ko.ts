import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '검색',
  help: '결측 모달리티를 가장 닮은 학습 1초의 모달리티로 바꿉니다. 유사도는 있는 모달리티의 코사인이며, 학습의 마지막 M초에서 찾습니다. 학습할 때는 배치를 추가하기 전에 찾고, 질의와 똑같은 1초는 뺍니다. 이 노드에는 학습할 것이 없습니다.',
  parameters: {
    bank: { title: '저장 M', description: '검색을 위해 저장하는 학습 초 수: 소리와 영상이 다 있는 마지막 M초.' },
    visualAddress: {
      title: '영상을 비교하는 기준',
      description: '논문처럼 맵 전체, 또는 격자 평균. 평균은 소리로 알 수 없는 위치에 좌우되지 않습니다.',
    },
  },
  options: { 'whole map': '맵 전체', 'mean of the grid': '격자의 평균' },
};
