import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '검색',
  help: '결측 모달리티의 자리에, 학습 영상에서 가장 닮은 1초가 가졌던 것을 넣습니다. 닮음은 지금 있는 모달리티의 코사인으로, 학습이 보여 준 마지막 M초 중에서 잽니다. 학습할 때는 배치를 더하기 전에 찾으며, 묻는 것과 똑같은 1초는 세지 않습니다. 학습되는 것은 없습니다.',
  parameters: {
    bank: { title: '저장 M', description: '찾을 수 있게 남겨 두는 학습 초 수: 소리와 영상이 다 있는 마지막 M초.' },
    visualAddress: {
      title: '영상을 비교하는 기준',
      description: '논문처럼 맵 전체, 또는 격자 평균. 평균은 소리로 알 수 없는 위치에 좌우되지 않습니다.',
    },
  },
  options: { 'whole map': '맵 전체', 'mean of the grid': '격자의 평균' },
};
