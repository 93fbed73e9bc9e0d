import { linearParameters } from '../../graph/infer-helpers';

/**
 * Trainable parameters of the denoisers, and values kept per map for the backward pass; see denoiser.ts and modules/unet.ts.
 */

/** Total width of the attention heads, four of 32. */
const attentionWidth = 128;
/** Learned keys and values of the four heads, four each. */
const memoryNumbers = 2 * 4 * attentionWidth;

const convolution = (size: number, inputs: number, outputs: number): number => size * size * inputs * outputs + outputs;

const residualBlock = (inputs: number, outputs: number, time: number): number =>
  linearParameters(time, 2 * outputs) +
  convolution(3, inputs, outputs) +
  convolution(3, outputs, outputs) +
  4 * outputs +
  (inputs === outputs ? 0 : linearParameters(inputs, outputs));

const fullAttention = (width: number): number =>
  width + 3 * width * attentionWidth + memoryNumbers + linearParameters(attentionWidth, width);

/** One more RMS-norm than full attention. */
const linearAttention = (width: number): number => fullAttention(width) + width;

export function unetParameters(channels: number, width: number): number {
  const [inner, time] = [2 * width, 4 * width];
  return (
    convolution(7, channels, width) +
    linearParameters(width, time) +
    linearParameters(time, time) +
    4 * residualBlock(width, width, time) +
    linearAttention(width) +
    fullAttention(width) +
    convolution(2, width, width) +
    convolution(3, width, inner) +
    2 * residualBlock(inner, inner, time) +
    fullAttention(inner) +
    2 * residualBlock(inner + width, inner, time) +
    fullAttention(inner) +
    convolution(3, inner, width) +
    2 * residualBlock(2 * width, width, time) +
    linearAttention(width) +
    convolution(3, width, width) +
    residualBlock(2 * width, width, time) +
    linearParameters(width, channels)
  );
}

/**
 * tfjs keeps the result of every operation, forward and backward. Measured per cell: 850 values for each unit of width (eleven
 * ResNet blocks of two convolutions, two norms and their gates), 30 for each channel, 125 for each of attention's.
 */
export function unetActivations(channels: number, width: number, cells: number): number {
  const innerCells = Math.ceil(cells / 4);
  const scores = 4 * innerCells * (innerCells + 4);
  return cells * (850 * width + 30 * channels + 125 * attentionWidth) + 3 * 6 * scores;
}

export function lightParameters(channels: number, width: number, cells: number): number {
  return (
    linearParameters(width, width) +
    linearParameters(channels, width) +
    linearParameters(cells, cells) +
    linearParameters(width, width) +
    linearParameters(width, channels)
  );
}

/** Measured, like that of the U-Net. */
export const lightActivations = (channels: number, width: number, cells: number): number =>
  cells * (25 * channels + 80 * width + 4 * cells);
