import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '질문 인코더',
  help: '질문을 단어 하나씩 읽습니다. 층은 임베딩, tanh, 단어 N개에 대한 순환 신경망, 마지막 상태에 대한 완전 연결 층입니다.',
  insides: { features: '질문의 특징 f_t' },
  parameters: {
    width: { title: '너비 C', description: '단어 임베딩, 순환 상태, 출력의 너비. 논문은 512.' },
    cell: { title: '셀', description: '단어를 읽는 방법: 한 층 LSTM(논문), GRU, 또는 단어 임베딩의 평균.' },
    forgetBias: {
      title: '망각 편향',
      description:
        'LSTM 망각 게이트의 초기 편향. 1이나 2면 앞의 단어가 첫 스텝부터 패딩 너머까지 상태에 남습니다. 논문은 0.',
    },
  },
  options: {
    lstm: 'lstm',
    gru: 'gru',
    'bag of words': '단어 평균',
  },
};
