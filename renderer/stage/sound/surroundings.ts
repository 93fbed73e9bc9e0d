import { Random } from '../../../graph-nodes/graph/random';
import { frameOf, mixRate, type Stereo } from './stereo';

/** Delays of the echoes in seconds (Schroeder, 1962), longer by a small amount in the right channel. */
const combDelays = [0.0297, 0.0371, 0.0411, 0.0437] as const;
const allpassDelays = [0.005, 0.0017] as const;
const rightLonger = 0.0011;
/** Seconds in which the reverberation falls by 60 dB. */
const reverberation = 1.1;
const wet = 0.14;

/** Echo yₙ = xₙ₋ₖ + g yₙ₋ₖ, whose repetitions lose treble. */
function comb(delay: number): (input: number) => number {
  const buffer = new Float32Array(Math.max(1, frameOf(delay)));
  const feedback = 10 ** ((-3 * delay) / reverberation);
  let at = 0;
  let smooth = 0;
  return (input) => {
    const output = buffer[at] ?? 0;
    smooth += 0.6 * (output - smooth);
    buffer[at] = input + feedback * smooth;
    at = (at + 1) % buffer.length;
    return output;
  };
}

/** Echo that keeps all frequencies equally loud. */
function allpass(delay: number): (input: number) => number {
  const buffer = new Float32Array(Math.max(1, frameOf(delay)));
  let at = 0;
  return (input) => {
    const delayed = buffer[at] ?? 0;
    const output = delayed - 0.7 * input;
    buffer[at] = input + 0.7 * output;
    at = (at + 1) % buffer.length;
    return output;
  };
}

/** Adds the echoes of a room. */
export function addRoom({ left, right }: Stereo): void {
  const mono = left.map((value, frame) => (value + (right[frame] ?? 0)) / 2);
  for (const [channel, longer] of [
    [left, 0],
    [right, rightLonger],
  ] as const) {
    const combs = combDelays.map((delay) => comb(delay + longer));
    const [first, second] = allpassDelays.map((delay) => allpass(delay + longer / 4)) as [Echo, Echo];
    for (let frame = 0; frame < channel.length; frame += 1) {
      let echoes = 0;
      for (const echo of combs) echoes += echo(mono[frame] ?? 0);
      channel[frame] = (channel[frame] ?? 0) + wet * second(first(echoes / 2));
    }
  }
}

type Echo = (input: number) => number;

/** Peak of the wind. */
const windLoudness = 0.035;

/** Adds quiet wind: noise without treble, with a varying strength. */
export function addWind({ left, right }: Stereo, id: string): void {
  const random = new Random(0, `wind/${id}`);
  const [swell, offset] = [0.15 + 0.2 * random.uniform(), 2 * Math.PI * random.uniform()];
  const smoothing = 1 - Math.exp((-2 * Math.PI * 400) / mixRate);
  for (const channel of [left, right]) {
    let value = 0;
    for (let frame = 0; frame < channel.length; frame += 1) {
      value += smoothing * (2 * random.uniform() - 1 - value);
      const strength = 0.6 + 0.4 * Math.sin((2 * Math.PI * swell * frame) / mixRate + offset);
      channel[frame] = (channel[frame] ?? 0) + windLoudness * 4 * strength * value;
    }
  }
}
