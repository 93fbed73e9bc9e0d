import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: 'RMM 생성기',
  help: '결측 모달리티를 다른 모달리티와 질문에서 복원합니다. 모달리티마다 학습되는 슬롯이 L개 있고, 지금 있는 것이 어느 슬롯과 닮았는지를 말해 주며, 질문과 모달리티가 일치하는 곳에서 결측 모달리티의 슬롯을 읽어 냅니다.',
  previews: {
    audio: '몇몇 질문의 소리를 복원하는 슬롯, 한 행에 질문 하나',
    visual: '몇몇 질문의 영상을 복원하는 슬롯, 한 행에 질문 하나',
  },
  insides: {
    'question addressing': '질문과 닮은 슬롯',
    'visual addressing': '영상과 닮은 슬롯',
    'audio weights': '소리를 복원하는 슬롯: 질문 ⊙ 영상',
    'audio addressing': '소리와 닮은 슬롯',
    'visual weights': '영상을 복원하는 슬롯: 질문 ⊙ 소리',
    'audio slots': '소리 슬롯 G_a의 내용',
    'visual slots': '영상 슬롯 G_v의 내용, 격자 평균',
  },
  parameters: {
    slots: { title: '슬롯 L', description: '모달리티마다 학습되는 슬롯 수. 공개 코드는 75.' },
    reads: {
      title: '읽기 H',
      description:
        '이 프로그램의 선택지: 슬롯 L개씩 H묶음을 저마다 따로 찾아 읽습니다. 복원은 읽은 것의 합이므로 회귀처럼 음원이 더해집니다. 한 번만 읽으면 슬롯이 평균될 뿐입니다. 논문은 한 번 읽습니다.',
    },
    visualAddress: {
      title: '영상을 비교하는 기준',
      description: '논문처럼 맵 전체, 또는 격자 평균. 평균은 소리로 알 수 없는 위치에 좌우되지 않습니다.',
    },
    relation: {
      title: '관계',
      description:
        '두 주소 벡터를 하나로 만드는 법: 논문처럼 곱의 softmax(슬롯이 많으면 거의 균등), 또는 곱을 합이 1이 되게 정규화(둘이 일치하는 곳에서 뾰족).',
    },
    temperature: {
      title: '온도 τ',
      description: 'softmax 앞에서 코사인 유사도를 나눕니다. 작을수록 뾰족합니다. 논문은 1.',
    },
    questionTemperature: {
      title: '질문의 온도',
      description: '질문의 주소 벡터에 쓰는 온도. 논문의 값 1에서는 질문이 거의 모든 슬롯을 선택지로 남깁니다.',
    },
    learnTemperature: {
      title: '온도 학습',
      description:
        '이 프로그램의 선택지: 소리의 온도와 영상의 온도를 τ에서 시작해 학습합니다. 논문은 τ = 1로 고정하며, 질문의 온도는 그대로입니다.',
    },
    projection: {
      title: '투영 P',
      description:
        '이 프로그램의 선택지: 소리와 영상을 학습되는 선형 투영으로 P개의 수로 바꾸어 슬롯과 비교합니다. 0이면 논문처럼 그대로 비교합니다.',
    },
    start: {
      title: '슬롯의 시작값',
      description:
        '논문처럼 N(0, 1)에서 뽑은 수, 또는 같은 초의 소리와 영상: 슬롯이 학습되기 시작할 때의 처음 L초. 앞 단계에서 학습되지 않은 슬롯(고정되었거나 닿는 손실의 가중치가 모두 0)은 자기를 학습하는 단계가 시작할 때의 인코더 특징에서 시작합니다.',
    },
    question: { title: '질문 관계', description: '질문이 복원에 참여하는지. 끄면 질문 없는 비교 실험입니다.' },
    questionOrder: {
      title: '초마다 만나는 질문',
      description:
        '학습 배치의 각 초가 만나는 질문: 자기 질문, 또는 공개 코드처럼 B · T초 중 r번째 초가 질문 r mod B. “뒤섞임”은 공개된 학습을 재현할 때만 쓰세요. 평가는 항상 자기 질문입니다.',
    },
    encoderGradient: {
      title: '인코더로의 기울기',
      description: 'RMMR 손실이 논문의 식처럼 그 입력과 목표를 만드는 인코더도 움직이는지, 슬롯만 움직이는지.',
    },
  },
  options: {
    aligned: '자기 질문',
    scrambled: '뒤섞임',
    'whole map': '맵 전체',
    'mean of the grid': '격자의 평균',
    softmax: 'softmax',
    normalised: '정규화',
    normal: '정규 분포',
    'training features': '학습 특징',
  },
};
