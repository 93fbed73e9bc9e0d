import type { PresetTexts } from './texts';

/** Texts of the rows of both datasets, by the last part of their file name. */
const rows: Readonly<Record<string, PresetTexts>> = {
  autoencoder: {
    title: '잔차 오토인코더',
    description: '오토인코더의 연쇄가 다른 모달리티 하나만으로 결측 모달리티를 예측합니다.',
  },
  'feed-forward': {
    title: '순방향 대치기',
    description: '작은 순방향 신경망이 다른 모달리티 하나만으로 결측 모달리티를 예측합니다.',
  },
  'mean-fill': {
    title: '평균 채움, 생성기 없음',
    description: '결측 모달리티를 학습 데이터의 평균 특징으로 바꿉니다. 생성기는 없습니다.',
  },
  'missing-token': {
    title: '결측 토큰, 생성기 없음',
    description: '결측 모달리티를 모달리티마다 학습되는 토큰으로 바꿉니다. 생성기는 없습니다.',
  },
  retrieval: { title: '검색', description: '결측 모달리티를 학습 영상에서 가장 닮은 1초에서 가져옵니다.' },
  shaspec: {
    title: 'ShaSpec 공유·고유 특징',
    description:
      '결측 모달리티를 다른 모달리티의 공유 특징으로 바꿉니다. 있는 모달리티는 공유 특징과 고유 특징으로 나눕니다.',
  },
  'action-mae': {
    title: 'ActionMAE 마스크 오토인코더',
    description: '마스크 오토인코더가 다른 모달리티의 토큰에서 결측 모달리티를 복원합니다.',
  },
  prompts: {
    title: '결측 인지 프롬프트',
    description: '아무것도 복원하지 않습니다. 결측 경우마다 한 벌인 학습된 프롬프트가 헤드가 읽는 특징을 바꿉니다.',
  },
  r2scp: {
    title: 'R2ScP 검색',
    description: '결측 모달리티를 가장 닮은 학습 초들의 혼합으로 바꾸고, 있는 모달리티와 질문으로 정화합니다.',
  },
  rmm: {
    title: '확산 없는 RMM 생성기',
    description: '향상이 없는 파이프라인. 복원한 특징이 바로 AVST 헤드로 갑니다.',
  },
  'without-ave': {
    title: '향상 손실 없이',
    description: 'AVE 손실이 없는 전체 파이프라인. AVE 손실은 향상된 쌍이 실제 쌍과 같아지도록 학습시킵니다.',
  },
  'without-question': {
    title: '질문 관계 없이',
    description: '전체 파이프라인이지만, 복원에 질문을 쓰지 않습니다.',
  },
  'without-rmmr': {
    title: '복원 손실 없이',
    description: 'RMMR 손실이 없는 전체 파이프라인. RMMR 손실은 생성기가 실제 특징을 복원하도록 학습시킵니다.',
  },
  'zero-fill': {
    title: '0 채움, 생성기 없음',
    description: '결측 모달리티는 0으로 남습니다. AVST 헤드는 같은 세 시나리오로 학습합니다. 생성기들의 기준선입니다.',
  },
};

const rowsOf = (prefix: string, dataset: string, hint: string) =>
  Object.fromEntries(
    Object.entries(rows).map(([name, { title, description }]) => [
      `${prefix}-${name}`,
      { title: `${dataset}: ${title}`, description: `${description}${hint}` },
    ]),
  );

/** Korean texts of the gallery, by preset. */
export const koPresets: Readonly<Record<string, PresetTexts>> = {
  'orchestra-repair': {
    title: 'Orchestra: 붕괴와 복구',
    description:
      '모델이 온전한 쌍으로만 학습하므로, 소리나 영상이 결측되면 정확도가 떨어집니다. 그다음 모델을 고정하고, 그 앞의 RMM 생성기가 결측 모달리티를 복원하도록 학습합니다. 마지막으로 AVR 확산이 복원한 쌍을 향상합니다.',
  },
  'orchestra-strongest': {
    title: 'Orchestra: 가장 강한 헤드와 생성기',
    description:
      '장면이 더 많고 질문이 헤드의 각 단계를 조절하므로, 온전한 쌍에서 프리셋 가운데 정확도가 가장 높은 모델입니다. 그다음 모델을 고정하고, 읽은 값을 더하는 RMM 생성기가 결측 모달리티를 복원하도록 학습합니다. 학습에 몇 분 걸립니다.',
  },
  'orchestra-rmm-avr': {
    title: 'Orchestra: RMM 생성기와 AVR 확산',
    description:
      '합성 데이터 Orchestra에서 논문의 전체 파이프라인: 결측 모달리티를 다른 모달리티와 질문에서 복원하고, 확산으로 향상합니다. AVST 헤드가 답합니다.',
  },
  'orchestra-question-only': {
    title: 'Orchestra: 질문만',
    description: '소리와 영상이 없는 헤드. 질문의 단어만으로 얻는 정확도를 잽니다.',
  },
  'music-avqa-paper': {
    title: 'MUSIC-AVQA: 논문의 파이프라인',
    description:
      '논문의 설정 그대로: 10초, 14 × 14 격자에 512채널, 슬롯 75개, 확산 10스텝, 너비 64의 U-Net. 데이터 노드에 주석과 특징의 경로를 넣으세요.',
  },
  'music-avqa-question-only': {
    title: 'MUSIC-AVQA: 질문만',
    description:
      '공개된 질문만 쓰고 특징은 쓰지 않습니다: 질문의 단어만으로 얻는 정확도를 잽니다. 데이터 노드에 주석 파일의 경로를 넣으세요.',
  },
  ...rowsOf('orchestra', 'Orchestra', ''),
  ...rowsOf('music-avqa', 'MUSIC-AVQA', ' 데이터 노드에 주석과 특징의 경로를 넣으세요.'),
};

/** The bundled studies in Korean, by name. */
export const koStudies: Readonly<Record<string, PresetTexts>> = {
  'collapse-and-repair': {
    title: '붕괴와 복구',
    description:
      'A: 온전한 쌍으로만 학습한 모델. B: 고정된 0 채움 모델과 그 앞의 복구. 복구만 두 에폭 학습합니다. C, 대조군: 세 시나리오 모두로 학습한 모델. D: 결측이 없는 실제 특징.',
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
    description: '학습과 평가에서 같은 결측률에 따른 정확도. 복원과 확산이 있을 때와 둘 다 없을 때.',
  },
};
