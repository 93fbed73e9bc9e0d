import type { Label } from '../../../engine/contract/formats';
import type { backendWords } from '../../../engine/contract/words/backends';
import type { MessageOf, Words } from '../../../graph-nodes/graph/messages';

const own = ({ en, ko }: Label) => ko ?? en;

/** Backends in Korean: what they run on, and why one is not available. */
export const koBackends: Words<MessageOf<typeof backendWords>> = {
  backendUnknown: ({ backend, known }) => `백엔드 “${backend}”을(를) 모릅니다. 쓸 수 있는 것: ${known.join(', ')}.`,
  backendDoesNotStart: ({ backend }) => `백엔드 “${backend}”이(가) 설치되어 있지만 시작되지 않습니다.`,
  noBackend: () => '이 컴퓨터에는 시작되는 백엔드가 없습니다.',
  backendDetail: ({ label }) => own(label),
  backendSlow: ({ detail, rate, cpu }, format) =>
    `${format(detail)}; 행렬 곱이 ${rate} GFLOP/s로 CPU의 ${cpu}보다 느려서 자동 선택에서 뺍니다`,
  devicesNotFound: ({ reason }, format) => `검색하지 못했습니다: ${format(reason)}`,

  onnxOnCpu: ({ version }) => `ONNX Runtime ${version}, CPU 사용; 학습 스텝을 그래프 하나로 기록`,
  onnxAsWasm: ({ version }) => `WebAssembly로 된 ONNX Runtime ${version}; 학습 스텝을 그래프 하나로 기록`,
  onnxOnDevice: ({ version, hardware }) =>
    `ONNX Runtime ${version}, ${own(hardware)} 사용; 학습 스텝을 그래프 하나로 기록`,
  onnxNotForPlatform: ({ platform, hardware }) =>
    `${platform}용 ONNX Runtime에는 ${own(hardware)}용 라이브러리가 없습니다.`,
  onnxLibraryMissing: ({ hardware, command }) =>
    `${own(hardware)}용 라이브러리가 설치되어 있지 않습니다. “${command}”을(를) 실행해 내려받으세요(CUDA 12, cuDNN 9용).`,
  onnxWithoutDevice: ({ hardware, reason }, format) =>
    `ONNX Runtime이 장치를 찾지 못했습니다: ${own(hardware)} (${format(reason)}).`,
  onnxWrongSum: ({ side, found }) => `1을 ${side}개 더한 값이 ${found}입니다`,
  onnxDoesNotLoad: ({ reason, command }, format) =>
    `ONNX Runtime 패키지를 불러오지 못했습니다(${format(reason)}). “${command}”을(를) 실행해 설치하세요.`,

  tensorflowOnGpu: ({ version, through }, format) => `TensorFlow ${version}, NVIDIA GPU 사용, ${format(through)}`,
  tensorflowOnCpu: ({ version, threads, through }, format) =>
    `TensorFlow ${version}, CPU 사용, 스레드 ${threads}개, ${format(through)}`,
  tensorflowWithoutGpu: ({ detail, cuda, cudnn, command }, format) => {
    const versions = cudnn === null ? `CUDA ${cuda}과(와) 그에 맞는 cuDNN` : `CUDA ${cuda}, cuDNN ${cudnn}`;
    const brings = command === null ? '' : `. CUDA와 cuDNN은 그 Python에서 “${command}”(으)로 설치합니다`;
    return `${format(detail)}. GPU를 찾지 못했습니다. NVIDIA 드라이버(“nvidia-smi”로 확인), ${versions}이(가) 필요합니다${brings}`;
  },
  tensorflowBuiltHere: ({ command }) => `“${command}”(으)로 만든 패키지`,
  tensorflowMissing: ({ reasons, build, fetch, cuda, cudnn }, format) =>
    `TensorFlow의 네이티브 라이브러리가 설치되어 있지 않습니다(${reasons.map(format).join('; ')}). Linux에서 Python, pip, g++가 있으면 “${build}”(으)로 만들고, 서버에 닿을 수 있으면 “${fetch}”(으)로 받습니다. GPU에는 CUDA ${cuda}, cuDNN ${cudnn}이(가) 필요합니다.`,
  packageFailed: ({ name, reason }, format) => `${format(name)}: ${format(reason)}`,
  notInstalled: () => '설치되지 않음',
  withoutNativeLibrary: () => '네이티브 라이브러리 없이 설치됨',
  tensorflowLibraryGone: ({ library }) => `만들 때 쓴 TensorFlow 라이브러리 ${library}이(가) 없어졌습니다`,
  libraryOfMissing: ({ of, library }) => `${of}(${library})이(가) 필요한데 설치되어 있지 않습니다`,
  systemLibraryMissing: ({ library }) => `시스템 라이브러리 ${library}이(가) 필요한데 설치되어 있지 않습니다`,
  newerCppLibrary: ({ version }) => `이 시스템의 것보다 새로운 C++ 라이브러리(${version})가 필요합니다`,
  newerCLibrary: ({ version }) => `이 시스템의 것보다 새로운 C 라이브러리(${version})가 필요합니다`,
  otherProcessor: () => '라이브러리가 다른 종류의 프로세서나 시스템용입니다',

  bindingNotForPlatform: ({ platform, command }) =>
    `TensorFlow 바인딩은 Linux에서만 만들 수 있는데 이 시스템은 ${platform}입니다. “${command}”을(를) 실행해 내려받으세요.`,
  bindingFolderForeign: ({ folder, command }) =>
    `“${folder}”에 “${command}”(으)로 만들지 않은 파일이 있습니다. 다른 곳으로 옮기세요.`,
  compilerMissing: ({ compiler, packages }) =>
    `C++ 컴파일러 “${compiler}”이(가) 없습니다. Debian과 Ubuntu에서는 “apt-get install ${packages}”(으)로 설치하거나, 다른 컴파일러를 CXX로 지정하세요.`,
  pythonMissing: ({ python, packages }) =>
    `Python “${python}”이(가) 없습니다. Debian과 Ubuntu에서는 “apt-get install ${packages}”(으)로 설치하거나, 다른 Python을 --python으로 지정하세요.`,
  tensorflowTooOld: ({ library, folder }) =>
    `“${folder}”에 ${library}이(가) 없습니다. TensorFlow 2.12 이상을 설치하세요.`,
  tensorflowSearchFailed: ({ python, issue }) => `“${python}”(으)로 TensorFlow를 찾지 못했습니다: ${issue}`,
  commandFailed: ({ command, issue }) => `“${command}”이(가) 실패했습니다: ${issue}`,
  unpackingFailed: ({ file, issue }) => `${file}을(를) 풀지 못했습니다: ${issue}`,
  bindingNotCompiled: ({ compiler, issue }) => `“${compiler}”이(가) 바인딩을 컴파일하지 못했습니다: ${issue}`,
};
