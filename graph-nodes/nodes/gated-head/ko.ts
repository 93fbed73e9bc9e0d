import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: '질문 게이트 헤드',
  help: '질문이 크기를 조절한 특징으로 답합니다. 단계는 칸과 초마다의 소리·영상 쌍, 시간에 따른 각 칸, 시간에 따른 소리입니다. 칸을 합하므로 헤드가 개수를 셀 수 있습니다.',
  parameters: {
    answers: { title: '답 수 A', description: '답 클래스 수. 설정하지 않으면 데이터셋의 답 수(공개된 데이터는 42개).' },
    width: { title: '너비 D', description: '각 단계의 채널 수.' },
  },
};
