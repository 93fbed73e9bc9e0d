import * as tf from '@tensorflow/tfjs-core';
import type { LayerSetup } from './layer';
import { gelu, linear, type Transform } from './basic';
import { convolution, cropGrid, doubleGrid, type MapTransform } from './convolution';
import { fullAttention, linearAttention } from './grid-attention';
import { zeros } from './initializers';
import { residualBlock, type TimedTransform } from './residual-block';
import { timeEmbedding } from './time-embedding';

/** x + attention over its cells: maps [M, H, W, C] → [M, H, W, C] */
function attending(attention: Transform): MapTransform {
  return (maps) => {
    const [batch, height, width, channels] = maps.shape;
    const cells = tf.reshape(maps, [batch, height * width, channels]);
    return tf.reshape(tf.add(cells, attention(cells)), maps.shape);
  };
}

/** One level of the U-Net in one direction: two ResNet blocks, the second followed by attention. */
interface Level {
  readonly first: TimedTransform;
  readonly second: TimedTransform;
  readonly attention: MapTransform;
}

/** Time input of the blocks: Linear(GELU(Linear(embedding of the step))), [M or 1, 4 · width] */
function timeEmbeddingMlp(
  setup: LayerSetup,
  name: string,
  steps: number,
  width: number,
): (at: tf.Tensor1D) => tf.Tensor {
  const first = linear(setup, `${name}/first`, width, 4 * width);
  const second = linear(setup, `${name}/second`, 4 * width, 4 * width);
  return (at) => second(gelu(first(tf.gather(timeEmbedding(steps, width), at))));
}

/**
 * The denoiser of Ho, Jain and Abbeel (2020) at two levels of widths w and 2 w, in the form of the public
 * denoising-diffusion implementations: a 7 × 7 convolution, two ResNet blocks a level, linear attention at the outer
 * level, full attention at the inner one and in the middle, the grid halved once and doubled once, every block of the
 * way up joined with its partner of the way down, a last block that also sees the first convolution's output.
 *
 * A grid of odd size is padded at its lower and right edge with zeros where it is halved, and cut back after it is doubled.
 *
 * @param steps K of the diffusion
 * @param channels C of the maps
 * @param width w, the paper's 64
 * @param zeroStart starts the last layer at zero instead of PyTorch's default, which lets an unclipped reverse process begin
 *   with a very large gradient
 * @returns from maps [M, H, W, C] and their steps (int32 [M], or [1] for all) to [M, H, W, C]
 */
export function unet(
  setup: LayerSetup,
  name: string,
  steps: number,
  channels: number,
  width: number,
  zeroStart = false,
): (maps: tf.Tensor4D, at: tf.Tensor1D) => tf.Tensor4D {
  const [outer, inner] = [width, 2 * width];
  const block = (place: string, inputs: number, outputs: number) =>
    residualBlock(setup, `${name}/${place}`, inputs, outputs, 4 * width);
  const level = (place: string, inputs: number, outputs: number, attention: Transform): Level => ({
    first: block(`${place}/first`, inputs, outputs),
    second: block(`${place}/second`, inputs, outputs),
    attention: attending(attention),
  });

  // Names of weights are those of stored runs.
  const inputProjection = convolution(setup, `${name}/enter`, 7, channels, outer);
  const timeMlp = timeEmbeddingMlp(setup, `${name}/time`, steps, width);
  const down = [
    level('down0', outer, outer, linearAttention(setup, `${name}/down0/attention`, outer)),
    level('down1', outer, outer, fullAttention(setup, `${name}/down1/attention`, outer)),
  ] as const;
  const downsample = convolution(setup, `${name}/down0/halve`, 2, outer, outer, 2);
  const widen = convolution(setup, `${name}/down1/widen`, 3, outer, inner);
  const middle: Level = level('middle', inner, inner, fullAttention(setup, `${name}/middle/attention`, inner));
  const up = [
    level('up1', inner + outer, inner, fullAttention(setup, `${name}/up1/attention`, inner)),
    level('up0', outer + outer, outer, linearAttention(setup, `${name}/up0/attention`, outer)),
  ] as const;
  const afterUpsampling = convolution(setup, `${name}/up1/double`, 3, inner, outer);
  const last = convolution(setup, `${name}/up0/last`, 3, outer, outer);
  const final = block('final', 2 * outer, outer);
  const outputProjection = linear(
    setup,
    `${name}/leave`,
    outer,
    channels,
    zeroStart ? { weight: zeros, bias: zeros } : {},
  );

  return (maps, at) => {
    const time = timeMlp(at);
    const joined: tf.Tensor4D[] = [];
    const goDown = ({ first, second, attention }: Level, x: tf.Tensor4D): tf.Tensor4D => {
      const once = first(x, time);
      const twice = attention(second(once, time));
      joined.push(once, twice);
      return twice;
    };
    const goUp = ({ first, second, attention }: Level, x: tf.Tensor4D): tf.Tensor4D => {
      const join = (own: tf.Tensor4D) => tf.concat([own, joined.pop() as tf.Tensor4D], 3);
      return attention(second(join(first(join(x), time)), time));
    };
    const projected = inputProjection(maps);
    const outerDown = goDown(down[0], projected);
    const innerDown = widen(goDown(down[1], downsample(outerDown)));
    const lowest = middle.second(middle.attention(middle.first(innerDown, time)), time);
    const innerUp = afterUpsampling(doubleGrid(goUp(up[0], lowest)));
    const outerUp = last(goUp(up[1], cropGrid(innerUp, maps.shape[1], maps.shape[2])));
    return outputProjection(final(tf.concat([outerUp, projected], 3), time)) as tf.Tensor4D;
  };
}
