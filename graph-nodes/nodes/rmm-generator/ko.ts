import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: 'RMM 생성기',
  help: '결측 모달리티를 다른 모달리티와 질문에서 복원합니다. 모달리티마다 학습되는 슬롯이 L개 있습니다. 있는 모달리티와 질문을 각각의 슬롯과 비교하고, 둘이 일치하는 곳에서 결측 모달리티의 슬롯을 읽습니다.',
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
    slots: {
      title: '슬롯 L',
      description:
        '모달리티와 읽기마다 학습되는 슬롯 수. 공개 코드는 75. Orchestra에서는 난수로 시작하는 슬롯 75개의 복원이 평균에 가까우므로, 새 노드는 학습 특징에서 시작하는 슬롯 512개를 씁니다. 읽기가 16번인 예제는 읽기마다 32개, 모두 512개입니다.',
    },
    reads: {
      title: '읽기 H',
      description:
        '이 프로그램의 선택지: 슬롯 L개씩 H묶음을 각각 따로 주소를 정해 읽습니다. 복원은 읽은 값의 합이므로 회귀처럼 음원이 더해집니다. 한 번만 읽으면 슬롯이 평균됩니다. 논문은 한 번 읽습니다.',
    },
    visualAddress: {
      title: '영상을 비교하는 기준',
      description: '논문처럼 맵 전체, 또는 격자 평균. 평균은 소리로 알 수 없는 위치에 좌우되지 않습니다.',
    },
    relation: {
      title: '관계',
      description:
        '두 주소 벡터의 결합: 논문처럼 곱의 softmax(슬롯이 많으면 거의 균등), 또는 곱을 합이 1이 되게 정규화(둘이 일치하는 곳에서 뾰족).',
    },
    temperature: {
      title: '온도 τ',
      description: 'softmax 앞에서 코사인 유사도를 나눕니다. 작을수록 뾰족합니다. 논문은 1.',
    },
    questionTemperature: {
      title: '질문의 온도',
      description: '질문의 주소 벡터에 쓰는 온도. 논문은 1이며, 이때 질문의 주소 벡터는 거의 균등합니다.',
    },
    learnTemperature: {
      title: '온도 학습',
      description:
        '이 프로그램의 선택지: 소리의 온도와 영상의 온도를 τ에서 시작해 학습합니다. 논문은 τ = 1로 고정합니다. 질문의 온도는 학습하지 않습니다.',
    },
    projection: {
      title: '투영 P',
      description:
        '이 프로그램의 선택지: 소리와 영상을 학습되는 선형 투영으로 P개의 수로 바꾸어 슬롯과 비교합니다. 0이면 논문처럼 그대로 비교합니다.',
    },
    start: {
      title: '슬롯의 시작값',
      description:
        '슬롯의 초기값: 논문처럼 N(0, 1)의 난수, 또는 슬롯을 학습하는 처음 L초에서 같은 초의 소리와 영상 특징. 앞 단계가 슬롯을 학습하지 않으면(고정되었거나 손실의 가중치가 모두 0) 슬롯을 학습하는 단계가 시작할 때의 인코더 특징에서 시작합니다.',
    },
    question: { title: '질문 관계', description: '복원에 질문을 씁니다. 끄면 질문을 뺀 제거 실험입니다.' },
    questionOrder: {
      title: '초마다의 질문',
      description:
        '학습 배치의 각 초와 짝짓는 질문: 자기 질문, 또는 공개 코드처럼 B · T초 중 r번째 초에 질문 r mod B. “뒤섞임”은 공개된 학습을 재현할 때만 쓰세요. 평가는 항상 자기 질문입니다.',
    },
    encoderGradient: {
      title: '인코더로의 기울기',
      description: '논문의 식처럼 RMMR 손실로 그 입력과 목표를 만드는 인코더도 학습합니다. 끄면 슬롯만 학습합니다.',
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
