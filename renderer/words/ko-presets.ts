import type { PresetTexts } from './texts';

/** The rows that both datasets have, by the ending of their names. */
const rows: Readonly<Record<string, PresetTexts>> = {
  autoencoder: {
    title: '잔차 오토인코더',
    description: '결측된 것을 오토인코더의 연쇄가 다른 모달리티 하나만으로 추측합니다.',
  },
  'feed-forward': {
    title: '순방향 대치기',
    description: '결측된 것을 작은 순방향 신경망이 다른 모달리티 하나만으로 추측합니다.',
  },
  'mean-fill': {
    title: '평균 채움, 생성기 없음',
    description: '결측된 것을 학습 데이터의 평균 특징으로 바꿉니다. 생성기는 없습니다.',
  },
  'missing-token': {
    title: '결측 토큰, 생성기 없음',
    description: '결측된 것을 모달리티마다 학습되는 토큰으로 바꿉니다. 생성기는 없습니다.',
  },
  retrieval: { title: '검색', description: '결측된 것을 학습 영상에서 가장 닮은 1초에서 가져옵니다.' },
  shaspec: {
    title: 'ShaSpec 공유·고유 특징',
    description: '결측된 것을 다른 모달리티의 공유 특징으로 바꿉니다. 있는 것은 공유 특징과 고유 특징으로 나눕니다.',
  },
  'action-mae': {
    title: 'ActionMAE 마스크 오토인코더',
    description: '결측된 것을 다른 모달리티의 토큰에서 마스크 오토인코더가 복원합니다.',
  },
  prompts: {
    title: '결측 인지 프롬프트',
    description: '아무것도 복원하지 않습니다. 결측 경우마다 한 벌인 학습된 프롬프트가 헤드가 읽는 특징을 바꿉니다.',
  },
  r2scp: {
    title: 'R2ScP 검색',
    description: '결측된 것을 가장 닮은 학습 초들로 섞고, 있는 모달리티와 질문으로 정화합니다.',
  },
  rmm: {
    title: '확산 없는 RMM 생성기',
    description: '향상이 없는 파이프라인. 생성기가 복원한 것이 바로 AVST 헤드로 갑니다.',
  },
  'without-ave': {
    title: '향상 손실 없이',
    description: '전체 파이프라인이지만, 향상된 쌍이 무엇이어야 하는지 확산에 알려 주지 않습니다: AVE 손실 없음.',
  },
  'without-question': {
    title: '질문 관계 없이',
    description: '전체 파이프라인이지만, 질문이 복원에 참여하지 않습니다.',
  },
  'without-rmmr': {
    title: '복원 손실 없이',
    description: '전체 파이프라인이지만, 무엇을 복원했어야 하는지 생성기에 알려 주지 않습니다: RMMR 손실 없음.',
  },
  'zero-fill': {
    title: '0 채움, 생성기 없음',
    description: '결측된 것은 0으로 남습니다. AVST 헤드는 같은 세 시나리오로 학습합니다. 생성기의 비교 기준.',
  },
};

const rowsOf = (prefix: string, dataset: string, hint: string) =>
  Object.fromEntries(
    Object.entries(rows).map(([name, { title, description }]) => [
      `${prefix}-${name}`,
      { title: `${dataset}: ${title}`, description: `${description}${hint}` },
    ]),
  );

/** The gallery in Korean, by preset. */
export const koPresets: Readonly<Record<string, PresetTexts>> = {
  'orchestra-repair': {
    title: 'Orchestra: 붕괴와 복구',
    description:
      '모델이 온전한 쌍으로만 학습하므로, 소리나 화면이 결측되면 정확도가 떨어집니다. 그다음 모델을 고정하고, 그 앞의 RMM 생성기가 결측 모달리티를 복원하도록 학습합니다. 마지막으로 AVR 확산이 복원한 쌍을 향상합니다.',
  },
  'orchestra-strongest': {
    title: 'Orchestra: 가장 강한 헤드와 생성기',
    description:
      '더 많은 장면과, 질문이 각 단계를 조절하는 헤드가 온전한 쌍에서 질문의 87 %에 답합니다. 그다음 모델을 고정하고, 읽은 값을 더하는 RMM 생성기가 결측 모달리티를 복원하도록 학습합니다. 코어 두 개에서 모두 약 2분 걸립니다.',
  },
  'orchestra-rmm-avr': {
    title: 'Orchestra: RMM 생성기와 AVR 확산',
    description:
      '합성 데이터 Orchestra에서 논문의 전체 파이프라인: 결측 모달리티를 다른 모달리티와 질문에서 복원하고, 확산으로 향상하고, AVST 헤드가 답합니다.',
  },
  'orchestra-question-only': {
    title: 'Orchestra: 질문만',
    description: '보지도 듣지도 않는 헤드: 말만으로 답할 수 있는 것.',
  },
  'music-avqa-paper': {
    title: 'MUSIC-AVQA: 논문의 파이프라인',
    description:
      '논문의 설정 그대로: 10초, 14 × 14 격자에 512채널, 슬롯 75개, 확산 10스텝, 너비 64의 U-Net. 데이터 노드에 주석과 특징의 경로를 넣으세요.',
  },
  'music-avqa-question-only': {
    title: 'MUSIC-AVQA: 질문만',
    description:
      '공개된 질문만 쓰고 특징은 쓰지 않습니다: 말만으로 답할 수 있는 것. 데이터 노드에 주석 파일의 경로를 넣으세요.',
  },
  ...rowsOf('orchestra', 'Orchestra', ''),
  ...rowsOf('music-avqa', 'MUSIC-AVQA', ' 데이터 노드에 주석과 특징의 경로를 넣으세요.'),
};

/** The bundled studies in Korean, by name. */
export const koStudies: Readonly<Record<string, PresetTexts>> = {
  'collapse-and-repair': {
    title: '붕괴와 복구',
    description:
      'A: 온전한 쌍으로만 학습한 모델. B: 0 채움 모델을 고정하고 앞에 복구를 두어, 복원한 것으로 학습합니다. C, 대조군: 세 시나리오 모두로 학습한 모델. D: 아무것도 결측되지 않은 실제 특징.',
  },
  'orchestra-ablation': {
    title: 'Orchestra 제거 실험',
    description: '논문의 파이프라인에서 부분을 하나씩 또는 함께 빼고, 손실도 뺍니다.',
  },
  'orchestra-claim': {
    title: 'Orchestra 주장',
    description: 'Orchestra에서 결측 모달리티에 대한 각 방법의 정확도. 행들은 데이터, 인코더, 헤드, 학습기가 같습니다.',
  },
  'orchestra-missing-rate': {
    title: 'Orchestra 결측률',
    description: '모달리티가 얼마나 자주 결측되는지에 따라. 학습과 평가 모두에서, 복원과 확산이 있을 때와 없을 때.',
  },
};
