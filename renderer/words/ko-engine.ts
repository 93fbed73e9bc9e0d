/**
 * Sentences of the engine in Korean, by their form in English, with `$1` for its parts, which are translated in their turn
 * where they are here too. What is not here stays as the engine said it.
 */
export const koEngine: readonly (readonly [RegExp, string])[] = [
  // How a run stands.
  [/^Getting ready\.$/, '준비하는 중입니다.'],
  [/^Paused\.$/, '일시 정지했습니다.'],
  [/^Measuring the validation accuracy\.$/, '검증 정확도를 재는 중입니다.'],
  [/^Measuring the accuracy on held-out videos\.$/, '따로 둔 영상으로 정확도를 재는 중입니다.'],
  [/^Finished\.$/, '끝났습니다.'],
  [/^Stopped; evaluated with what it had learned\.$/, '중지했습니다. 그때까지 배운 것으로 평가했습니다.'],
  [/^The run broke off: (.+)$/s, '실행이 끊겼습니다: $1'],
  [
    /^The engine ended while this run was going on, and was started anew\.$/,
    '이 실행 중에 엔진이 끝나서 새로 시작했습니다.',
  ],
  [/^Taken as the fastest for this graph: (.+)\.$/, '이 그래프에서 가장 빨라서 골랐습니다: $1.'],
  [
    /^Taken as the fastest for this graph, as measured before: (.+)\.$/,
    '전에 재어 본 대로 이 그래프에서 가장 빨라서 골랐습니다: $1.',
  ],
  [/^Only (\S+) is there\.$/, '$1뿐입니다.'],
  [
    /^Computed step by step on wasm, as the step cannot be compiled: (.+)\.$/s,
    '스텝을 컴파일할 수 없어 wasm에서 한 스텝씩 계산합니다: $1.',
  ],
  [/^Training\.$/, '학습 중입니다.'],
  [/^Training goes on after (\d+) steps\.$/, '$1스텝 뒤에서 학습을 이어 갑니다.'],
  // A loss that is no number.
  [
    /^The (\w+) loss is no longer a number at step (\d+); it comes from node “(.+?)”: ([^.]+)\.$/,
    '스텝 $2에서 $1 손실이 더는 수가 아닙니다. 노드 “$3”에서 왔습니다: $4.',
  ],
  [
    /^The (\w+) loss is no longer a number at step (\d+); computed once more, node by node, all of it was finite\.$/,
    '스텝 $2에서 $1 손실이 더는 수가 아닙니다. 노드마다 다시 계산하면 모두 유한합니다.',
  ],
  [
    /^After step (\d+) the weights are no longer numbers, first those of node “(.+?)”: ([^.]+)\.$/,
    '스텝 $1 뒤로 가중치가 더는 수가 아니며, 노드 “$2”의 것이 처음입니다: $3.',
  ],
  [/^A lower learning rate or gradient clipping may help\.$/, '학습률을 낮추거나 기울기를 자르면 나아질 수 있습니다.'],
  [/^The last checkpoint is that of step (\d+)\.$/, '마지막 체크포인트는 스텝 $1의 것입니다.'],
  [/^There was no checkpoint yet\.$/, '체크포인트는 아직 없었습니다.'],
  [/^its (output|weight|loss) “(.+)” is not finite(?: in the scenario “\w+”)?$/, '“$2”의 값이 유한하지 않습니다'],
  [
    /^the sound of the video “(.+)” holds a value that is not finite$/,
    '영상 “$1”의 소리에 유한하지 않은 값이 있습니다',
  ],
  [
    /^the picture of the video “(.+)” holds a value that is not finite$/,
    '영상 “$1”의 화면에 유한하지 않은 값이 있습니다',
  ],
  // What the backends are, and why one is not there.
  [
    /^ONNX Runtime (\S+) on (.+); a training step is compiled to one graph(.*)$/,
    'ONNX Runtime $1, $2 사용; 학습 스텝을 그래프 하나로 컴파일$3',
  ],
  [
    /^; it multiplies matrices at (\S+) GFLOP\/s, the CPU at (\S+), so that auto leaves it out$/,
    '; 행렬 곱이 $1 GFLOP/s로 CPU의 $2보다 느려서 자동 선택에서 뺍니다',
  ],
  [
    /^ONNX Runtime (\S+) as WebAssembly; a training step is compiled to one graph$/,
    'WebAssembly로 된 ONNX Runtime $1; 학습 스텝을 그래프 하나로 컴파일',
  ],
  [/^the CPU$/, 'CPU'],
  [/^an NVIDIA GPU$/, 'NVIDIA GPU'],
  [/^a GPU through DirectX 12, on Windows$/, 'Windows의 DirectX 12를 통한 GPU'],
  [/^Apple’s GPU and Neural Engine$/, 'Apple의 GPU와 Neural Engine'],
  [/^a GPU through Vulkan, Metal or DirectX 12$/, 'Vulkan, Metal, DirectX 12를 통한 GPU'],
  [/^ONNX Runtime has none for (.+); it would be for (.+)\.$/, '$1용 ONNX Runtime에는 없습니다. $2에 쓰는 것입니다.'],
  [
    /^The library for (.+) is not there; “(.+)” fetches it, for CUDA 12 and cuDNN 9\.$/,
    '$1용 라이브러리가 없습니다. “$2”(으)로 받습니다(CUDA 12, cuDNN 9용).',
  ],
  [/^ONNX Runtime finds no device: (.+?) \((.+)\)\.$/s, 'ONNX Runtime이 장치를 찾지 못했습니다: $1 ($2).'],
  [/^Looking for it broke off: (.+)$/s, '찾다가 끊겼습니다: $1'],
  [
    /^ONNX Runtime’s package does not load \((.+)\); “(.+)” brings it\.$/,
    'ONNX Runtime 패키지를 불러오지 못했습니다($1). “$2”(으)로 설치합니다.',
  ],
  [/^the package that “([^”]+)” made$/, '“$1”(으)로 만든 패키지'],
  [/^(the package that “[^”]+” made|@tensorflow\/\S+): (.+?); (@tensorflow\/.+)$/, '$1: $2; $3'],
  [/^(@tensorflow\/\S+): (.+)$/, '$1: $2'],
  [/^not installed$/, '설치되지 않음'],
  [/^installed without its native library$/, '네이티브 라이브러리 없이 설치됨'],
  [
    /^the TensorFlow library it was made with, (\S+), is gone$/,
    '만들 때 쓴 TensorFlow 라이브러리 $1이(가) 없어졌습니다',
  ],
  [/^needs (CUDA|cuDNN) \((\S+)\), which is not there$/, '$1($2)이(가) 필요한데 없습니다'],
  [
    /^TensorFlow (\S+) on the CPU, (\d+) threads?, through (.+?)(; it finds no GPU.*)?$/,
    'TensorFlow $1, CPU 사용, 스레드 $2개, $3$4',
  ],
  [/^TensorFlow (\S+) on an NVIDIA GPU, through (.+)$/, 'TensorFlow $1, NVIDIA GPU 사용, $2'],
  [
    /^; it finds no GPU, which would need NVIDIA’s driver \(“nvidia-smi” shows it\), CUDA (\S+) and cuDNN ([^;]+)(?:; “(.+)” in its Python brings both)?$/,
    '. GPU를 찾지 못했습니다. NVIDIA 드라이버(“nvidia-smi”로 확인), CUDA $1, cuDNN $2이(가) 필요합니다',
  ],
  [
    /^TensorFlow’s native library is not there \((.+)\); “(.+?)” builds it .+, and “(.+)” fetches npm’s own where its host can be reached, for a GPU beside CUDA (\S+) and cuDNN ([\d.]+)\.$/,
    'TensorFlow의 네이티브 라이브러리가 없습니다($1). Linux에서 Python, pip, g++가 있으면 “$2”(으)로 만들고, 서버에 닿을 수 있으면 “$3”(으)로 받습니다. GPU에는 CUDA $4과 cuDNN $5이 필요합니다.',
  ],
  [
    /^WebAssembly with SIMD, one thread, on every machine$/,
    'SIMD를 쓰는 WebAssembly, 스레드 하나, 어느 컴퓨터에나 있음',
  ],
  [/^plain JavaScript, the slow reference$/, '순수 JavaScript, 느린 기준 구현'],
  [/^The backend “(.+)” is installed but does not start\.$/, '백엔드 “$1”이(가) 설치되어 있지만 시작되지 않습니다.'],
  [/^This machine has no backend that starts\.$/, '이 컴퓨터에는 시작되는 백엔드가 없습니다.'],
  // What is refused.
  [
    /^No dataset leads to the Trainer; add one and wire it\.$/,
    '학습기로 이어지는 데이터가 없습니다. 추가하고 연결하세요.',
  ],
  [
    /^Both “(.+)” and “(.+)” lead to the Trainer; a graph has one dataset\.$/,
    '“$1”과(와) “$2”이(가) 모두 학습기로 이어집니다. 그래프의 데이터는 하나입니다.',
  ],
  [/^Node “(.+?)” is not a dataset\.$/, '노드 “$1”은(는) 데이터가 아닙니다.'],
  [/^Node “(.+?)” has no training questions\.$/, '노드 “$1”에 학습할 질문이 없습니다.'],
  [/^The Trainer has no answer logits\.$/, '학습기에 답 로짓이 없습니다.'],
  [/^“(.+)” cannot be written: (.+)\.$/, '“$1”에 쓸 수 없습니다: $2.'],
  [/^the disk is full$/, '디스크가 가득 찼습니다'],
  [/^the disk quota is used up$/, '디스크 할당량을 다 썼습니다'],
  [/^the disk reports an error$/, '디스크가 오류를 알립니다'],
  [/^this user may not write there$/, '이 사용자는 거기에 쓸 수 없습니다'],
  [/^it is on a disk that is read-only$/, '읽기 전용 디스크에 있습니다'],
  [/^a part of its path is a file and not a folder$/, '경로의 일부가 폴더가 아니라 파일입니다'],
  [
    /^The run “(.+)” is finished; there is nothing to go on with\.$/,
    '실행 “$1”은(는) 끝났습니다. 이어서 할 것이 없습니다.',
  ],
];
