import type { KindTexts } from './texts';

const encoderGradient = {
  title: '인코더로의 기울기',
  description: '복원 손실이 그 입력과 목표를 만드는 인코더도 움직이는지, 생성기만 움직이는지.',
};
const answers = { title: '답 수 A', description: '답 클래스 수. MUSIC-AVQA와 Orchestra는 42개.' };
const ofScenes = '전체 장면 중의 비율.';
const ofVideos = '전체 영상 중의 비율.';

/** The kinds of nodes in Korean, by kind: title, help, previews and parameters. Names of models and sizes stay as the paper has them. */
export const koKinds: Readonly<Record<string, KindTexts>> = {
  orchestra: {
    title: 'Orchestra',
    help: '내려받을 것 없이 시드로 메모리에서 만드는 작은 합성 연주회 세계. 악기 하나에서 여섯 개가 보이고 들리며, MUSIC-AVQA의 아홉 가지 유형으로 질문합니다. 연주하는 악기는 움직임이 보이고, 클수록 많이, 빠를수록 빠르게 움직이므로 소리와 영상은 서로를 많이 알려 주지만 전부는 아닙니다. 어떤 소리는 화면에 음원이 없고, 어떤 연주자는 소리를 내지 않습니다.',
    parameters: {
      seed: { title: '시드', description: '장면, 잡음, 질문, 분할의 시드. 악기의 모습과 소리는 그대로입니다.' },
      scenes: { title: '장면 수', description: '학습, 검증, 시험을 합한 장면 수.' },
      questionsPerScene: {
        title: '장면당 질문',
        description: '한 장면에 대한 질문의 최대 수. 내용이 적은 장면에는 더 적습니다.',
      },
      seconds: { title: '길이 T(초)', description: '한 장면의 길이(초).' },
      height: { title: '격자 높이 H', description: '영상 격자의 행 수.' },
      width: { title: '격자 너비 W', description: '영상 격자의 열 수. 왼쪽, 가운데, 오른쪽이 3분의 1씩입니다.' },
      visualWidth: { title: '영상 채널 C', description: '격자 칸마다의 특징 수.' },
      noise: {
        title: '잡음',
        description: '모든 특징에 더하는 잡음의 표준편차. 잡음이 없으면 특징의 분산은 약 1입니다.',
      },
      validationShare: { title: '검증 비율', description: ofScenes },
      testShare: { title: '시험 비율', description: ofScenes },
    },
  },
  'music-avqa': {
    title: 'MUSIC-AVQA',
    help: '짧은 음악 영상에 대한 질문과 그 소리·영상 특징을, 공개된 주석 파일과 NPY 파일에서 읽습니다. 검증과 시험은 따로 된 파일이나 영상의 일부를 씁니다. 특징 폴더가 없는 모달리티는 데이터 전체에서 결측입니다. 단어는 학습 질문의 것, 답은 공개된 42개와 학습 질문에 더 있는 것입니다. 특징의 크기는 파라미터이며, 학습 전에 모든 파일을 이와 대조합니다. “studio data check”는 폴더의 잘못을 모두 알려 주고, “studio data make”는 시험 삼아 쓸 작은 폴더를 만듭니다.',
    parameters: {
      annotations: {
        title: '주석',
        description:
          '학습용으로 공개된 주석 JSON의 경로. 상대 경로는 작업 폴더에서 시작합니다. 검증이나 시험 파일이 따로 없으면 여기의 영상 일부를 떼어 둡니다.',
      },
      validationAnnotations: {
        title: '검증 주석',
        description: '검증용 주석 JSON의 경로. 비우면 검증 비율만큼 떼어 둡니다.',
      },
      testAnnotations: {
        title: '시험 주석',
        description: '시험용 주석 JSON의 경로. 비우면 시험 비율만큼 떼어 둡니다.',
      },
      audioFeatures: {
        title: '소리 특징',
        description:
          '영상마다 <video_id>.npy가 하나씩 있는 폴더, [초, C]. 비어 있거나 없으면 전체에서 소리가 결측입니다.',
      },
      visualFeatures: {
        title: '영상 특징',
        description:
          '영상마다 <video_id>.npy가 하나씩 있는 폴더, [초, C, H, W]. 비어 있거나 없으면 전체에서 영상이 결측입니다.',
      },
      seed: { title: '시드', description: '영상을 학습, 검증, 시험으로 나누는 시드.' },
      validationShare: { title: '검증 비율', description: ofVideos },
      testShare: { title: '시험 비율', description: ofVideos },
      seconds: { title: '길이 T(초)', description: '영상마다 같은 간격으로 남기는 초 수. 논문은 60초 중 10초.' },
      questionLength: {
        title: '질문 길이 N',
        description: '질문에서 남기는 단어 수. 짧은 질문은 채웁니다. 공개된 가장 긴 질문은 14단어.',
      },
      audioWidth: { title: '소리 채널', description: '파일에 있는 초당 소리 특징 수. VGGish는 128.' },
      visualWidth: { title: '영상 채널 C', description: '파일에 있는 격자 칸당 특징 수. ResNet-18은 512.' },
      height: { title: '격자 높이 H', description: '파일에 있는 영상 격자의 행 수. 공개된 것은 14.' },
      width: { title: '격자 너비 W', description: '파일에 있는 영상 격자의 열 수. 공개된 것은 14.' },
      cacheMebibytes: {
        title: '메모리에 두는 특징(MiB)',
        description: '한 번 읽은 특징을 이만큼 찰 때까지 남겨 둡니다. 공개된 크기로는 영상 하나가 4 MiB.',
      },
    },
  },
  'missing-modality': {
    title: '결측 모달리티',
    help: '시나리오 “소리 없음”에서는 소리를, “영상 없음”에서는 영상을 빼고 그 자리에 채움값을 넣습니다. “모두 있음”에서는 아무것도 바꾸지 않습니다. 질문은 결측되지 않습니다.',
    parameters: {
      fill: {
        title: '채움값',
        description: '결측 모달리티의 자리에 오는 것: 0, 가우시안 잡음, 학습 데이터의 평균 특징, 또는 학습되는 토큰.',
      },
      whileTraining: { title: '학습할 때 빼는 것', description: '학습의 결측 시나리오에서 빼는 모달리티.' },
      whileTesting: { title: '평가할 때 빼는 것', description: '평가의 결측 시나리오에서 빼는 모달리티.' },
      testTime: {
        title: '평가할 때의 방식',
        description:
          '결측 모달리티를 논문처럼 평가에서도 뺄지, 공개 코드처럼 실제 특징에 가우시안 잡음을 더할지. 뒤의 경우 생성기는 그것을 그대로 둡니다.',
      },
      rate: { title: '비율', description: '결측 시나리오에서 그 모달리티를 잃는 영상의 비율.' },
    },
  },
  'audio-encoder': {
    title: '소리 인코더',
    help: '완전 연결 층 두 개로 매초의 소리를 C개의 특징으로 바꿉니다.',
    parameters: {
      width: { title: '너비 C', description: '초당 특징 수. 논문은 512.' },
      normalise: {
        title: '층 정규화',
        description:
          '매초의 특징을 평균 0, 분산 1로 맞춰, 생성기의 복원이 목표로 삼을 척도를 줍니다. 논문에는 없습니다.',
      },
    },
  },
  'visual-encoder': {
    title: '영상 인코더',
    help: '학습되지 않는 영상 신경망이 만든 매초의 특징 맵, C개 특징의 H × W칸을 넘겨줍니다.',
    parameters: {
      projection: {
        title: '사영',
        description: '“없음”은 논문처럼 맵을 그대로 넘기고, “선형”은 모든 칸을 주어진 너비로 옮깁니다.',
      },
      width: { title: '너비 C', description: '선형 사영 뒤의 칸당 특징 수. 사영이 없으면 데이터의 너비 그대로.' },
    },
  },
  'question-encoder': {
    title: '질문 인코더',
    help: '질문을 단어 하나씩 읽습니다: 임베딩, tanh, 단어 N개에 대한 순환 신경망, 마지막 상태에 대한 완전 연결 층.',
    parameters: {
      width: { title: '너비 C', description: '단어 임베딩, 순환 상태, 출력의 너비. 논문은 512.' },
      cell: { title: '셀', description: '단어를 읽는 방법: 한 층 LSTM(논문), GRU, 또는 단어 임베딩의 평균.' },
      forgetBias: {
        title: '망각 편향',
        description:
          '학습 전에 LSTM의 망각 게이트에 더하는 값. 1이나 2면 앞의 단어가 처음부터 채움 너머까지 남습니다. 논문은 0.',
      },
    },
  },
  'rmm-generator': {
    title: 'RMM 생성기',
    help: '결측 모달리티를 다른 모달리티와 질문에서 복원합니다. 모달리티마다 학습되는 슬롯이 L개 있고, 지금 있는 것이 어느 슬롯과 닮았는지를 말해 주며, 질문과 모달리티가 일치하는 곳에서 결측 모달리티의 슬롯을 읽어 냅니다.',
    previews: {
      audio: '몇몇 질문의 소리를 복원하는 슬롯, 한 행에 질문 하나',
      visual: '몇몇 질문의 영상을 복원하는 슬롯, 한 행에 질문 하나',
    },
    parameters: {
      slots: { title: '슬롯 L', description: '모달리티마다 학습되는 슬롯 수. 공개 코드는 75.' },
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
      start: {
        title: '슬롯의 시작값',
        description: '논문처럼 N(0, 1)에서 뽑은 수, 또는 같은 초의 소리와 영상: 학습의 처음 L초.',
      },
      question: { title: '질문 관계', description: '질문이 복원에 참여하는지. 끄면 질문 없는 비교 실험입니다.' },
      encoderGradient: {
        title: '인코더로의 기울기',
        description: 'RMMR 손실이 논문의 식처럼 그 입력과 목표를 만드는 인코더도 움직이는지, 슬롯만 움직이는지.',
      },
    },
  },
  'feed-forward-imputer': {
    title: '순방향 대치기',
    help: '결측 모달리티를 다른 모달리티 하나만으로 초마다 추측합니다. 방향마다 은닉층이 하나이며, 소리는 격자 평균에서, 영상은 소리와 학습된 위치에서 칸마다 만듭니다. RMM 생성기와 견줄 가장 단순한 생성기입니다.',
    parameters: { width: { title: '은닉 너비', description: '두 신경망 각각의 은닉 유닛 수.' }, encoderGradient },
  },
  'residual-autoencoder': {
    title: '잔차 오토인코더',
    help: '결측 모달리티를 다른 모달리티 하나만으로, 작은 오토인코더의 연쇄로 추측합니다. 각각은 입력과 그때까지의 보정을 모두 보고 자기 보정을 더합니다. 소리는 격자 평균에서, 영상은 학습된 위치로 칸마다 읽어 냅니다.',
    parameters: {
      blocks: { title: '블록 R', description: '연쇄를 이루는 오토인코더 수. 각각 앞의 합을 다듬습니다.' },
      width: { title: '병목', description: '오토인코더마다의 은닉 유닛 수.' },
      encoderGradient,
    },
  },
  retrieval: {
    title: '검색',
    help: '결측 모달리티의 자리에, 학습 영상에서 가장 닮은 1초가 가졌던 것을 넣습니다. 닮음은 지금 있는 모달리티의 코사인으로, 학습이 보여 준 마지막 M초 중에서 잽니다. 학습할 때는 배치를 더하기 전에 찾으며, 묻는 것과 똑같은 1초는 세지 않습니다. 학습되는 것은 없습니다.',
    parameters: {
      bank: { title: '저장 M', description: '찾을 수 있게 남겨 두는 학습 초 수: 소리와 영상이 다 있는 마지막 M초.' },
    },
  },
  'avr-diffusion': {
    title: 'AVR 확산',
    help: '소리를 영상 격자에 펼쳐 둘을 한 맵으로 합치고, 지금 있는 쌍에서 시작하는 작은 확산 모델이 그 맵을 진짜 쌍의 모습 쪽으로 이끕니다. 복원된 모달리티는 향상된 것으로 바뀝니다. U-Net은 홀수 크기의 격자를 반으로 줄일 때 아래와 오른쪽을 채우고, 가벼운 디노이저는 완전 연결 층으로 채널과 칸을 섞습니다.',
    previews: { denoising: '디노이저의 스텝별 오차, 잡음이 적은 쪽에서 많은 쪽으로' },
    parameters: {
      steps: { title: '확산 스텝 K', description: '정방향과 역방향 과정의 스텝 수. 논문은 5, 10, 20을 시험합니다.' },
      denoiser: {
        title: '디노이저',
        description: '맵을 맑게 하는 것: 논문의 U-Net, 또는 작은 격자에서 채널과 칸을 섞는 가벼운 신경망.',
      },
      width: {
        title: '디노이저 너비',
        description: 'U-Net 바깥 단계의 너비(안쪽은 두 배, 논문은 64) 또는 가벼운 디노이저의 너비.',
      },
      schedule: {
        title: '잡음 일정',
        description: '스텝에 따라 신호가 줄어드는 방식: 논문의 sigmoid, 코사인, 선형.',
      },
      objective: { title: '목표', description: '디노이저가 맞혀야 하는 것: 속도 v(논문), 깨끗한 맵 x0, 또는 잡음.' },
      clip: {
        title: '추정값 자르기',
        description: '공개 코드처럼 역방향 스텝마다 깨끗한 맵의 추정을 [-1, 1]로 자릅니다.',
      },
      rescale: { title: '[0, 1]로 맞추기', description: '공개 코드처럼 역방향 과정의 결과를 (x + 1) / 2로 바꿉니다.' },
      readAudio: {
        title: '소리를 읽는 곳',
        description: '향상된 소리를 맵의 어디에서 읽는지: 공개 코드처럼 한 칸, 또는 모든 칸의 평균.',
      },
      encoderGradient: {
        title: '인코더로의 기울기',
        description: '확산 손실과 AVE 손실의 목표가 논문의 식처럼 인코더도 움직이는지.',
      },
      trainSteps: {
        title: '기울기가 지나는 스텝',
        description: '논문처럼 모든 역방향 스텝, 또는 더 빠른 마지막 하나만.',
      },
      memory: {
        title: '디노이저 안에서',
        description:
          '디노이저의 계산을 기울기를 위해 모두 남길지, 그때 다시 계산할지. 기울기는 같고, 메모리는 일부만 쓰며, 계산은 3분의 1 늘어납니다.',
      },
    },
  },
  'avst-head': {
    title: 'AVST QA 헤드',
    help: '소리가 영상의 어디에서 나는지 찾고, 질문이 어느 초에 대한 것인지 찾아 답합니다. 학습할 때는 서로 맞는 소리와 영상을 그렇지 않은 것과 가려내는 것도 배웁니다.',
    parameters: {
      answers,
      heads: { title: '어텐션 헤드', description: '시간 어텐션의 헤드 수. 너비 C를 나누어야 합니다.' },
      dropout: { title: '드롭아웃', description: '학습할 때 시간 그라운딩에서 버리는 값의 비율.' },
    },
  },
  'transformer-head': {
    title: '트랜스포머 융합 헤드',
    help: '모든 것이 모든 것을 봅니다. 학습된 클래스 토큰, 질문, 소리와 영상의 매초가 트랜스포머의 토큰이며, 모달리티·초·칸의 학습된 임베딩으로 구별됩니다. 클래스 토큰의 마지막 상태가 답합니다.',
    parameters: {
      answers,
      layers: { title: '층', description: '트랜스포머 층 수: 자기 어텐션과 너비 네 배의 순방향 신경망.' },
      heads: { title: '어텐션 헤드', description: '자기 어텐션의 헤드 수. 너비 C를 나누어야 합니다.' },
      visualTokens: {
        title: '영상 토큰',
        description: '영상이 격자 평균(토큰 T개)으로 오는지, 칸마다(토큰 T · H · W개) 오는지.',
      },
      dropout: { title: '드롭아웃', description: '학습할 때 층에서 버리는 값의 비율.' },
    },
  },
  'mean-pool-head': {
    title: '평균 융합 헤드',
    help: '소리를 초에 대해, 영상을 초와 칸에 대해 평균하여 합치고 질문과 곱합니다. 소리와 영상을 연결하지 않으면 질문만 보는 헤드입니다.',
    parameters: { answers },
  },
  trainer: {
    title: '학습기',
    help: '로짓으로 이어지는 모든 것을 학습합니다. 배치마다 시나리오를 돌며 이름 붙은 손실을 가중치로 더해 최적화를 한 스텝 합니다. 에폭마다 모든 시나리오의 검증 정확도를, 끝에는 따로 둔 시험 영상의 정확도를 잽니다.',
    parameters: {
      epochs: { title: '에폭', description: '모든 학습 질문을 도는 횟수.' },
      batchSize: { title: '배치 크기 B', description: '스텝당 질문 수.' },
      learningRate: { title: '학습률', description: '최적화의 보폭. 논문은 1e-4.' },
      optimiser: { title: '최적화', description: '논문처럼 Adam, 또는 그 밖의 방법.' },
      weightDecay: {
        title: '가중치 감쇠',
        description: 'AdamW에서: 한 스텝마다 모든 가중치에서 덜어 내는 비율, 학습률을 곱합니다.',
      },
      clipNorm: {
        title: '기울기 자르기',
        description: '모든 가중치의 기울기를 합한 길이의 한도. 더 길면 줄입니다. 0은 한도 없음.',
      },
      schedule: {
        title: '학습률 일정',
        description: '학습률이 줄어드는 방식. 논문은 몇 에폭마다 일정 배율을 곱합니다.',
      },
      decayFactor: { title: '감소 배율', description: '단계적 일정에서 학습률에 곱하는 값.' },
      decayEvery: { title: '감소 간격', description: '단계적 일정에서 몇 에폭마다 줄이는지.' },
      warmUp: {
        title: '워밍업',
        description: '학습률이 일정의 값까지 고르게 오르는 스텝 수. 0이면 그 값에서 시작합니다.',
      },
      averageDecay: {
        title: '가중치 평균',
        description:
          '가중치 이동 평균이 한 스텝에서 남는 비율, 예를 들어 0.999. 평균이 답하고 평가되고 저장되며, 학습은 가중치 자체로 계속됩니다. 0은 평균 없음.',
      },
      seed: { title: '시드', description: '처음 가중치, 질문 순서, 드롭아웃, 확산 잡음의 시드.' },
      startFrom: {
        title: '시작 가중치',
        description:
          '실행 폴더나 .safetensors 파일의 경로. 노드, 이름, 형태가 맞는 가중치는 거기에서 시작합니다: 논문의 두 학습 단계 중 둘째. 비우면 모두 새 가중치.',
      },
      watch: {
        title: '기준',
        description: '모든 시나리오의 검증 질문에서 나은 에폭을 가리는 것: 정확도, 또는 답의 교차 엔트로피.',
      },
      patience: {
        title: '조기 종료',
        description: '이만큼의 에폭 동안 나아지지 않으면 멈춥니다. 0은 멈추지 않습니다.',
      },
      finalWeights: {
        title: '마지막 가중치',
        description:
          '시험하고 저장하는 가중치: 마지막 것, 가장 나은 에폭의 것, 또는 조기 종료를 켰을 때만 가장 나은 것.',
      },
      checkpointEvery: {
        title: '체크포인트 간격',
        description:
          '다시 이을 수 있게 이만큼의 초마다 저장합니다. 0은 스텝마다. −1은 저장이 시간의 20분의 1을 쓰는 만큼 자주, 스텝이 느리면 스텝마다.',
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
    },
  },
};

/** What can be chosen as a parameter, where it is words; names of methods stay. */
export const koOptions: Readonly<Record<string, string>> = {
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
  'audio and visual': '소리와 영상',
  audio: '소리',
  visual: '영상',
  nothing: '빼지 않음',
  zeros: '0',
  mean: '평균',
  token: '학습된 토큰',
  'taken away': '뺌',
  'real with noise': '실제 특징에 잡음',
  'bag of words': '단어 평균',
  normalised: '정규화',
  normal: '정규 분포',
  'training features': '학습 특징',
  constant: '일정',
  step: '단계적',
  plateau: '정체 시',
  accuracy: '정확도',
  loss: '손실',
  automatic: '자동',
  best: '가장 나은 것',
  'one a second': '초마다 하나',
  'every cell': '칸마다',
  none: '없음',
};
