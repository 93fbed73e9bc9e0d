/**
 * Maps the released state_dict to variables of the program, for a graph with the node ids of the presets (`audio`,
 * `question`, `rmm`, `avr`, `head`) and the paper's parameters. The fixtures `release-*` use it; it can also load a
 * released checkpoint.
 *
 * Every entry is a permutation of numbers, so it maps gradients and optimizer moments as well.
 */
import type { NamedArray } from '../../engine/files/safetensors';

/** A variable of the program, `<node id>/<variable>`, and its derivation from an array of the release. */
interface Place {
  readonly name: string;
  take(array: NamedArray): NamedArray;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Permutes the axes of the array. */
function transposed({ shape, values }: NamedArray, order: readonly number[]): NamedArray {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const to = order.map((axis) => shape[axis] as number);
  const by = order.map((axis) => strides[axis] as number);
  const result = new Float32Array(values.length);
  result.forEach((_, index) => {
    let [rest, from] = [index, 0];
    for (let axis = to.length - 1; axis >= 0; axis -= 1) {
      const size = to[axis] as number;
      from += (rest % size) * (by[axis] as number);
      rest = Math.floor(rest / size);
    }
    result[index] = values[from] as number;
  });
  return { shape: to, values: result };
}

const reshaped = ({ values }: NamedArray, ...shape: number[]): NamedArray => ({ shape, values });

/** One of several equal parts along the first axis. */
function part({ shape, values }: NamedArray, index: number, of: number): NamedArray {
  const [rows = 0, ...rest] = shape;
  const length = values.length / of;
  return { shape: [rows / of, ...rest], values: values.slice(index * length, (index + 1) * length) };
}

const same = (name: string): Place => ({ name, take: (array) => array });
const flat = (name: string): Place => ({ name, take: (array) => reshaped(array, array.values.length) });
/** [out, in] or a 1 × 1 kernel [out, in, 1, 1] → [in, out] */
const matrix = (name: string): Place => ({
  name,
  take: (array) => transposed(reshaped(array, array.shape[0] as number, array.shape[1] as number), [1, 0]),
});
/** [out, in, H, W] → [H, W, in, out] */
const kernel = (name: string): Place => ({ name, take: (array) => transposed(array, [2, 3, 1, 0]) });
/** [out, in · 2 · 2, 1, 1], the four cells of a square as channels → [2, 2, in, out] */
const halvingKernel = (name: string): Place => ({
  name,
  take: (array) => {
    const [outputs = 0, inputs = 0] = array.shape;
    return transposed(reshaped(array, outputs, inputs / 4, 2, 2), [2, 3, 1, 0]);
  },
});

type Entries = Record<string, readonly Place[]>;

const linear = (from: string, to: string): Entries => ({
  [`${from}.weight`]: [matrix(`${to}/weight`)],
  [`${from}.bias`]: [same(`${to}/bias`)],
});
const convolution = (from: string, to: string): Entries => ({
  [`${from}.weight`]: [kernel(`${to}/weight`)],
  [`${from}.bias`]: [same(`${to}/bias`)],
});
const norm = (from: string, to: string): Entries => ({
  [`${from}.weight`]: [same(`${to}/scale`)],
  [`${from}.bias`]: [same(`${to}/shift`)],
});

function multiHeadAttention(from: string, to: string): Entries {
  const inputs = ['query', 'key', 'value'];
  return {
    [`${from}.in_proj_weight`]: inputs.map((name, index) => ({
      name: `${to}/${name}/weight`,
      take: (array) => transposed(part(array, index, 3), [1, 0]),
    })),
    [`${from}.in_proj_bias`]: inputs.map((name, index) => ({
      name: `${to}/${name}/bias`,
      take: (array) => part(array, index, 3),
    })),
    ...linear(`${from}.out_proj`, `${to}/output`),
  };
}

function residualBlock(from: string, to: string): Entries {
  return {
    ...linear(`${from}.mlp.1`, `${to}/time`),
    ...convolution(`${from}.block1.proj`, `${to}/first`),
    ...norm(`${from}.block1.norm`, `${to}/firstNorm`),
    ...convolution(`${from}.block2.proj`, `${to}/second`),
    ...norm(`${from}.block2.norm`, `${to}/secondNorm`),
    ...linear(`${from}.res_conv`, `${to}/residual`),
  };
}

/** @param linearOne the linear attention: its memories are transposed, and a norm follows its projection */
function gridAttention(from: string, to: string, linearOne: boolean): Entries {
  return {
    [`${from}.norm.g`]: [flat(`${to}/norm/scale`)],
    [`${from}.to_qkv.weight`]: [matrix(`${to}/queryKeyValue/weight`)],
    [`${from}.mem_kv`]: ['memoryKeys', 'memoryValues'].map((name, index) => ({
      name: `${to}/${name}`,
      take: (array) => {
        const { shape, values } = part(array, index, 2);
        const own = reshaped({ shape, values }, ...shape.slice(1));
        return linearOne ? transposed(own, [0, 2, 1]) : own;
      },
    })),
    ...linear(linearOne ? `${from}.to_out.0` : `${from}.to_out`, `${to}/output`),
    ...(linearOne && { [`${from}.to_out.1.g`]: [flat(`${to}/outputNorm/scale`)] }),
  };
}

function unet(from: string, to: string): Entries {
  const level = (place: string, name: string, linearOne: boolean): Entries => ({
    ...residualBlock(`${from}.${place}.0`, `${to}/${name}/first`),
    ...residualBlock(`${from}.${place}.1`, `${to}/${name}/second`),
    ...gridAttention(`${from}.${place}.2`, `${to}/${name}/attention`, linearOne),
  });
  return {
    ...convolution(`${from}.init_conv`, `${to}/enter`),
    ...linear(`${from}.time_mlp.1`, `${to}/time/first`),
    ...linear(`${from}.time_mlp.3`, `${to}/time/second`),
    ...level('downs.0', 'down0', true),
    [`${from}.downs.0.3.1.weight`]: [halvingKernel(`${to}/down0/halve/weight`)],
    [`${from}.downs.0.3.1.bias`]: [same(`${to}/down0/halve/bias`)],
    ...level('downs.1', 'down1', false),
    ...convolution(`${from}.downs.1.3`, `${to}/down1/widen`),
    ...residualBlock(`${from}.mid_block1`, `${to}/middle/first`),
    ...gridAttention(`${from}.mid_attn`, `${to}/middle/attention`, false),
    ...residualBlock(`${from}.mid_block2`, `${to}/middle/second`),
    ...level('ups.0', 'up1', false),
    ...convolution(`${from}.ups.0.3.1`, `${to}/up1/double`),
    ...level('ups.1', 'up0', true),
    ...convolution(`${from}.ups.1.3`, `${to}/up0/last`),
    ...residualBlock(`${from}.final_res_block`, `${to}/final`),
    ...linear(`${from}.final_conv`, `${to}/leave`),
  };
}

/**
 * Names of the state_dict. Others are ignored: buffers (`diffusion.*`, which also contains the U-Net a second time) and
 * remains of other networks.
 */
export const releaseWeights: Readonly<Entries> = {
  ...linear('fc_a1', 'audio/first'),
  ...linear('fc_a2', 'audio/second'),
  'question_encoder.word2vec.weight': [same('question/embedding')],
  'question_encoder.lstm.weight_ih_l0': [matrix('question/lstm/inputWeight')],
  'question_encoder.lstm.weight_hh_l0': [matrix('question/lstm/hiddenWeight')],
  'question_encoder.lstm.bias_ih_l0': [same('question/lstm/bias')],
  'question_encoder.lstm.bias_hh_l0': [same('question/lstm/hiddenBias')],
  ...linear('question_encoder.fc', 'question/output'),
  'memory_network.question_memory': [same('rmm/questionSlots')],
  'memory_network.audio_memory': [same('rmm/audioSlots')],
  ...linear('kr', 'avr/join'),
  ...linear('kr2', 'avr/part'),
  ...unet('unet', 'avr/denoiser'),
  ...linear('fc_gl', 'head/grounding'),
  ...linear('fc1', 'head/match/0'),
  ...linear('fc2', 'head/match/1'),
  ...linear('fc3', 'head/match/2'),
  ...linear('fc4', 'head/match/3'),
  ...multiHeadAttention('attn_a', 'head/temporalAudio/attention'),
  ...linear('linear21', 'head/temporalAudio/first'),
  ...linear('linear22', 'head/temporalAudio/second'),
  ...norm('norm2', 'head/temporalAudio/norm'),
  ...multiHeadAttention('attn_v', 'head/temporalVisual/attention'),
  ...linear('linear11', 'head/temporalVisual/first'),
  ...linear('linear12', 'head/temporalVisual/second'),
  ...norm('norm1', 'head/temporalVisual/norm'),
  ...linear('fc_fusion', 'head/fusion'),
  ...linear('fc_ans', 'head/answer'),
};

/**
 * Variables by `<node id>/<variable>` from arrays of the release.
 * @param channels C of the map; its slots [L, C · H · W] become [L, H · W · C]
 */
export function fromRelease(arrays: ReadonlyMap<string, NamedArray>, channels: number): Map<string, NamedArray> {
  const visualSlots: Place = {
    name: 'rmm/visualSlots',
    take: (array) => {
      const [slots = 0, size = 0] = array.shape;
      return reshaped(transposed(reshaped(array, slots, channels, size / channels), [0, 2, 1]), slots, size);
    },
  };
  const places: Entries = { ...releaseWeights, 'memory_network.visual_memory': [visualSlots] };
  return new Map(
    [...arrays].flatMap(([name, array]) =>
      (places[name.replace(/^module\./u, '')] ?? []).map((place) => [place.name, place.take(array)] as const),
    ),
  );
}
