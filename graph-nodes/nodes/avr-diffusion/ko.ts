import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: 'AVR 확산',
  help: '복원된 쌍을 작은 확산 모델로 향상합니다. 소리를 영상 격자에 반복해 둘을 한 결합 맵으로 투영합니다. 모델이 주어진 쌍의 맵에서 시작해 그 맵을 실제 쌍의 맵 쪽으로 옮깁니다. 복원된 모달리티는 향상된 것으로 바뀝니다. U-Net은 홀수 크기의 격자를 반으로 줄이기 전에 아래와 오른쪽을 패딩하고, 가벼운 디노이저는 완전 연결 층으로 채널과 칸을 섞습니다.',
  previews: { denoising: '디노이저의 스텝별 오차, 잡음이 적은 쪽에서 많은 쪽으로' },
  insides: {
    'joint map': '쌍에서 향상된 형태까지의 결합 맵',
    distance: '결합 맵과 실제 쌍의 결합 맵 사이의 거리',
    schedule: '신호의 비율 ᾱ, 잡음이 적은 쪽에서 많은 쪽으로',
  },
  parameters: {
    steps: { title: '확산 스텝 K', description: '정방향과 역방향 과정의 스텝 수. 논문은 5, 10, 20을 시험합니다.' },
    denoiser: {
      title: '디노이저',
      description: '맵의 잡음을 없애는 신경망: 논문의 U-Net, 또는 작은 격자에서 채널과 칸을 섞는 가벼운 신경망.',
    },
    width: {
      title: '디노이저 너비',
      description:
        'U-Net 바깥 단계의 너비(안쪽은 두 배, 논문은 64) 또는 가벼운 디노이저의 너비. 입력보다 좁은 디노이저는 정보를 잃으므로, 특징의 채널 수 이상으로 두세요.',
    },
    zeroStart: {
      title: '0에서 시작',
      description:
        'U-Net의 마지막 층을 0으로 초기화합니다. 자르지 않으면 역방향 스텝을 지나는 기울기가 처음에 매우 커집니다. 이 프로그램의 선택지이며, 공개 코드는 무작위로 초기화합니다.',
    },
    schedule: { title: '잡음 일정', description: '스텝에 따라 신호가 줄어드는 방식: 논문의 sigmoid, 코사인, 선형.' },
    objective: { title: '목표', description: '디노이저의 예측 목표: 속도 v(논문), 깨끗한 맵 x0, 또는 잡음.' },
    start: {
      title: '역방향 과정의 시작',
      description:
        '논문처럼 쌍의 결합 맵에서 K스텝 전부, 또는 디노이저가 학습한 대로 스텝 k까지 잡음을 더한 쌍에서 k스텝만.',
    },
    startStep: {
      title: '잡음을 더하는 스텝 k',
      description: '잡음을 더한 시작의 스텝 k: 잡음이 가장 적은 1부터 K까지. K보다 크면 K입니다.',
    },
    keepReal: {
      title: '실제 모달리티 유지',
      description:
        'RePaint처럼 마지막을 뺀 역방향 스텝마다 추정의 그 부분을 실제 특징으로 바꿉니다. 논문은 이렇게 하지 않습니다.',
    },
    clip: {
      title: '추정값 자르기',
      description: '공개 코드처럼 역방향 스텝마다 깨끗한 맵의 추정을 [-1, 1]로 자릅니다.',
    },
    rescale: { title: '[0, 1]로 맞추기', description: '공개 코드처럼 역방향 과정의 결과를 (x + 1) / 2로 바꿉니다.' },
    readAudio: {
      title: '소리를 읽는 곳',
      description: '맵에서 향상된 소리를 읽는 위치: 공개 코드처럼 한 칸, 또는 모든 칸의 평균.',
    },
    encoderGradient: {
      title: '인코더로의 기울기',
      description: '논문의 식처럼 확산 손실과 AVE 손실의 목표로 인코더도 학습합니다.',
    },
    trainSteps: {
      title: '기울기가 지나는 스텝',
      description: '논문처럼 모든 역방향 스텝, 또는 더 빠른 마지막 하나만.',
    },
    memory: {
      title: '디노이저 안에서',
      description:
        '디노이저의 활성값을 기울기를 위해 남기거나 다시 계산합니다. 기울기는 같습니다. 다시 계산하면 메모리는 일부만 쓰고 계산은 3분의 1 늘어납니다.',
    },
  },
  options: {
    pair: '쌍',
    'noised pair': '잡음을 더한 쌍',
    'U-Net': 'U-Net',
    sigmoid: 'sigmoid',
    v: 'v',
    x0: 'x0',
    light: '가벼운 신경망',
    cosine: '코사인',
    linear: '선형',
    noise: '잡음',
    'cell (0, 0)': '칸 (0, 0)',
    'mean of the grid': '격자의 평균',
    all: '모두',
    last: '마지막',
    keep: '남김',
    recompute: '다시 계산',
  },
};
