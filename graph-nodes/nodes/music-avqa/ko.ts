import type { KindTexts } from '../../graph/kind';

export const ko: KindTexts = {
  title: 'MUSIC-AVQA',
  help: '음악 영상에 대한 질문을 공개된 파일에서 읽습니다. 질문은 주석 파일에, 소리·영상 특징은 NPY 파일에 있습니다. 검증과 시험은 별도의 파일이나 영상의 일부를 씁니다. 특징 폴더가 없는 모달리티는 데이터 전체에서 결측입니다. 어휘는 학습 질문의 단어입니다. 답은 공개된 42개와 학습 질문에 더 있는 답입니다. 특징의 크기는 파라미터이며, 학습 전에 모든 파일을 이와 대조합니다. “studio data check”는 폴더의 오류를 모두 표시합니다. “studio data make”는 시험용 작은 폴더를 만듭니다.',
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
    testAnnotations: { title: '시험 주석', description: '시험용 주석 JSON의 경로. 비우면 시험 비율만큼 떼어 둡니다.' },
    audioFeatures: {
      title: '소리 특징',
      description: '영상마다 <video_id>.npy가 하나씩 있는 폴더, [초, C]. 비우면 전체에서 소리가 결측입니다.',
    },
    visualFeatures: {
      title: '영상 특징',
      description: '영상마다 <video_id>.npy가 하나씩 있는 폴더, [초, C, H, W]. 비우면 전체에서 영상이 결측입니다.',
    },
    seed: { title: '시드', description: '영상을 학습, 검증, 시험으로 나누는 시드.' },
    validationShare: { title: '검증 비율', description: '전체 영상 중의 비율.' },
    testShare: { title: '시험 비율', description: '전체 영상 중의 비율.' },
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
      description: '읽은 특징을 저장하는 캐시의 크기. 공개된 크기로는 영상 하나가 4 MiB.',
    },
  },
};
