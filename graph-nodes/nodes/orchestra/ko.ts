import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: 'Orchestra',
  help: '시드로 메모리에서 만드는 작은 연주회의 합성 데이터. 내려받을 것이 없습니다. 한 장면에 악기가 하나에서 여섯 개 있고, 질문은 MUSIC-AVQA의 아홉 가지 유형입니다. 연주하는 악기는 움직입니다. 소리가 클수록 많이, 리듬이 빠를수록 빠르게 움직입니다. 그래서 소리와 영상은 서로를 대부분 예측합니다. 어떤 소리는 화면에 음원이 없고, 어떤 연주자는 소리를 내지 않습니다.',
  parameters: {
    seed: { title: '시드', description: '장면, 잡음, 질문, 분할의 시드. 악기의 모습과 소리는 바꾸지 않습니다.' },
    scenes: { title: '장면 수', description: '학습, 검증, 시험을 합한 장면 수.' },
    questionsPerScene: {
      title: '장면당 질문',
      description: '한 장면에 대한 질문의 최대 수. 연주자가 적은 장면은 더 적습니다.',
    },
    seconds: { title: '길이 T(초)', description: '한 장면의 길이(초).' },
    height: { title: '격자 높이 H', description: '영상 격자의 행 수.' },
    width: { title: '격자 너비 W', description: '영상 격자의 열 수. 왼쪽, 가운데, 오른쪽이 3분의 1씩입니다.' },
    visualWidth: { title: '영상 채널 C', description: '격자 칸마다의 특징 수.' },
    noise: {
      title: '잡음',
      description: '모든 특징에 더하는 잡음의 표준편차. 잡음이 없으면 특징의 분산은 약 1입니다.',
    },
    validationShare: { title: '검증 비율', description: '전체 장면 중의 비율.' },
    testShare: { title: '시험 비율', description: '전체 장면 중의 비율.' },
  },
};
