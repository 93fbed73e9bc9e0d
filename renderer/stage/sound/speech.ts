import { Random } from '../../../graph-nodes/graph/random';
import type { Syllable, Vowel } from '../../../graph-nodes/datasets/orchestra/sound/score';
import { frameOf, mixRate, type Stereo } from './stereo';

/** Resonances of vowels in hertz (Peterson and Barney, 1952). */
const formants: Readonly<Record<Vowel, readonly [number, number, number]>> = {
  a: [730, 1090, 2440],
  e: [530, 1840, 2480],
  i: [270, 2290, 3010],
  o: [570, 840, 2410],
  u: [300, 870, 2240],
};
/** Bandwidth of each resonance in hertz, and its weight. */
const bandwidths = [80, 100, 140] as const;
const weights = [1, 0.5, 0.25] as const;
const loudness = 0.05;

/** Two-pole resonance: yₙ = g xₙ + 2 r cos(2π f) yₙ₋₁ − r² yₙ₋₂ with r = e^(−π b). */
function resonance(frequency: number, bandwidth: number): (input: number) => number {
  const r = Math.exp((-Math.PI * bandwidth) / mixRate);
  const first = 2 * r * Math.cos((2 * Math.PI * frequency) / mixRate);
  const second = -r * r;
  const gain = 1 - r;
  let [before, last] = [0, 0];
  return (input) => {
    const output = gain * input + first * last + second * before;
    [before, last] = [last, output];
    return output;
  };
}

/** Adds a voice to a mix: pulses of the vocal cords through the resonances of vowels, with a breath at each start. */
export function addSpeech({ left, right }: Stereo, syllables: readonly Syllable[], id: string): void {
  const random = new Random(0, `speech/${id}`);
  for (const { start, duration, vowel, pitch } of syllables) {
    const filters = formants[vowel].map((frequency, index) => resonance(frequency, bandwidths[index] ?? 100));
    const [from, length] = [frameOf(start), frameOf(duration)];
    let phase = 0;
    for (let index = 0; index < length && from + index < left.length; index += 1) {
      const share = index / length;
      phase = (phase + pitch / mixRate) % 1;
      const breath = share < 0.12 ? 0.4 * (random.uniform() - 0.5) : 0;
      const source = 0.5 - phase + breath;
      let value = 0;
      filters.forEach((filter, at) => (value += (weights[at] ?? 0) * filter(source)));
      const frame = from + index;
      const voiced = 4 * loudness * Math.sin(Math.PI * share) * value;
      left[frame] = (left[frame] ?? 0) + voiced;
      right[frame] = (right[frame] ?? 0) + voiced;
    }
  }
}
