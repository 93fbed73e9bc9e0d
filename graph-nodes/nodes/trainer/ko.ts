import type { KindTexts } from '../../graph/kind';

const missingWeight = (loss: string) => ({
  title: `손실: ${loss}, 모달리티 없음`,
  description: `소리나 영상이 없는 패스에서 ${loss}의 가중치. −1이면 모두 있는 패스와 같습니다.`,
});

export const ko: KindTexts = {
  title: '학습기',
  help: '로짓으로 이어지는 모든 노드를 학습합니다. 배치마다 시나리오를 차례로 계산하고, 이름 붙은 손실을 가중치로 더해 최적화를 한 스텝 합니다. 에폭마다 모든 시나리오의 검증 정확도를 잽니다. 끝에는 시험 영상의 정확도를 잽니다.',
  parameters: {
    epochs: { title: '에폭', description: '모든 학습 질문을 도는 횟수.' },
    batchSize: { title: '배치 크기 B', description: '스텝당 질문 수.' },
    learningRate: { title: '학습률', description: '최적화의 스텝 크기. 논문은 1e-4.' },
    optimiser: {
      title: '최적화',
      description: '논문처럼 Adam, 가중치 감쇠를 더한 AdamW, 또는 단순한 확률적 경사 하강법.',
    },
    weightDecay: {
      title: '가중치 감쇠',
      description: 'AdamW에서: 한 스텝에 모든 가중치에서 빼는 비율. 학습률을 곱합니다.',
    },
    clipNorm: {
      title: '기울기 자르기',
      description: '전체 기울기 노름의 최댓값. 더 크면 줄입니다. 0이면 자르지 않습니다.',
    },
    schedule: {
      title: '학습률 일정',
      description:
        '학습률의 감소: 없음, 몇 에폭마다 배율만큼(논문), 반코사인으로 0까지, 또는 기준 지표가 몇 에폭 동안 나아지지 않으면 배율만큼.',
    },
    decayFactor: { title: '감소 배율', description: '단계적·정체 시 일정에서 학습률에 곱하는 배율.' },
    decayEvery: {
      title: '감소 간격',
      description: '단계적 일정에서: 감소 사이의 에폭 수. 정체 시 일정에서: 나아지지 않은 에폭 수.',
    },
    warmUp: {
      title: '워밍업',
      description: '학습률이 일정의 값까지 선형으로 오르는 스텝 수. 0이면 워밍업이 없습니다.',
    },
    averageDecay: {
      title: '가중치 평균',
      description:
        '가중치 이동 평균의 감쇠율, 예를 들어 0.999. 평균된 가중치를 평가하고 저장합니다. 학습은 가중치 자체를 씁니다. 0이면 평균하지 않습니다.',
    },
    seed: { title: '시드', description: '처음 가중치, 질문 순서, 드롭아웃, 확산 잡음의 시드.' },
    startFrom: {
      title: '시작 가중치',
      description:
        '실행 폴더나 .safetensors 파일의 경로. 논문의 두 학습 단계 중 둘째처럼, 노드, 이름, 형태가 같은 가중치는 그 값에서 시작합니다. 비우면 모두 새 가중치입니다.',
    },
    watch: {
      title: '기준',
      description: '가장 나은 에폭을 고르는 검증 지표: 모든 시나리오에 대한 답의 정확도 또는 교차 엔트로피.',
    },
    patience: {
      title: '조기 종료',
      description: '기준 지표가 이만큼의 에폭 동안 나아지지 않으면 멈춥니다. 0이면 조기 종료하지 않습니다.',
    },
    finalWeights: {
      title: '마지막 가중치',
      description:
        '시험하고 저장하는 가중치: 마지막 것, 가장 나은 에폭의 것, 또는 자동(조기 종료를 켜면 가장 나은 것, 아니면 마지막 것).',
    },
    checkpointEvery: {
      title: '체크포인트 간격',
      description:
        '실행을 이어서 할 수 있는 체크포인트 사이의 초. 0이면 스텝마다. −1이면 저장에 시간의 20분의 1을 쓸 만큼 자주, 스텝이 느리면 스텝마다.',
    },
    keepEpochs: {
      title: '에폭 보관',
      description:
        'N 에폭마다 가중치를 보관하여 무대와 노드 내부에서 그때로 돌아갈 수 있게 합니다. 0은 보관하지 않음. 최대 50개이며, 더 긴 실행은 두 번째, 세 번째마다 보관합니다. 하나가 최종 가중치만큼 디스크를 씁니다.',
    },
    complete: {
      title: '시나리오: 모두 있음',
      description: '소리와 영상이 다 있는 패스의 가중치. 0이면 학습에서 뺍니다.',
    },
    audioMissing: { title: '시나리오: 소리 없음', description: '소리가 없는 패스의 가중치. 0이면 학습에서 뺍니다.' },
    visualMissing: { title: '시나리오: 영상 없음', description: '영상이 없는 패스의 가중치. 0이면 학습에서 뺍니다.' },
    qa: { title: '손실: qa', description: '답의 교차 엔트로피의 가중치.' },
    match: { title: '손실: match', description: '소리·영상 짝짓기 교차 엔트로피의 가중치. 논문은 0.5.' },
    rmmr: { title: '손실: rmmr', description: 'RMM 생성기의 복원 손실의 가중치.' },
    diffusion: { title: '손실: diffusion', description: '확산 손실의 가중치.' },
    ave: { title: '손실: ave', description: '소리·영상 향상 손실의 가중치.' },
    auxiliary: {
      title: '손실: auxiliary',
      description: '비교 방법의 추가 손실(ShaSpec의 정렬 등)의 가중치.',
    },
    missingQa: missingWeight('qa'),
    missingMatch: missingWeight('match'),
    missingRmmr: missingWeight('rmmr'),
    missingDiffusion: missingWeight('diffusion'),
    missingAve: missingWeight('ave'),
    missingAuxiliary: missingWeight('auxiliary'),
    noiseScenarios: {
      title: '잡음 시나리오',
      description:
        '끝에 인코딩된 특징에 잡음을 더한 시험 질문도 평가합니다. 공개 코드처럼 소리에 0.3, 영상에 0.7, 둘 다에 0.5.',
    },
  },
  groups: {
    Run: '실행',
    Optimizer: '최적화',
    'Learning rate schedule': '학습률 일정',
    'Best epoch and checkpoints': '가장 나은 에폭과 체크포인트',
    Scenarios: '시나리오',
    Losses: '손실',
  },
  options: {
    adam: 'adam',
    adamw: 'adamw',
    sgd: 'sgd',
    constant: '일정',
    step: '단계적',
    cosine: '코사인',
    plateau: '정체 시',
    accuracy: '정확도',
    loss: '손실',
    automatic: '자동',
    last: '마지막',
    best: '가장 나은 것',
  },
};
