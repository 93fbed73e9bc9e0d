/**
 * Seeded random numbers. All random numbers of the project come from this module, so that one seed gives one result.
 * Generator: xoshiro128** (Blackman and Vigna, 2018). FNV-1a over the seed and the stream's name seeds it; splitmix32 spreads
 * the seed. Each purpose has its own stream, so that a new node does not change the random numbers of the others.
 */
export class Random {
  private readonly state: Int32Array;
  private spare: number | undefined;

  /**
   * @param seed any integer
   * @param stream purpose of the numbers, such as `init/rmm/audioSlots`
   */
  constructor(seed: number, stream = '') {
    let hash = 0x811c9dc5;
    for (const character of `${seed}:${stream}`) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
    this.state = Int32Array.from({ length: 4 }, () => {
      hash = (hash + 0x9e3779b9) | 0;
      let word = hash ^ (hash >>> 16);
      word = Math.imul(word, 0x21f0aaad);
      word ^= word >>> 15;
      word = Math.imul(word, 0x735a2d97);
      return word ^ (word >>> 15);
    });
  }

  /** 32 random bits, as a signed number. */
  private bits(): number {
    const { state } = this;
    const [s0, s1, s2, s3] = [state[0] as number, state[1] as number, state[2] as number, state[3] as number];
    const product = Math.imul(s1, 5);
    const third = s2 ^ s0;
    const fourth = s3 ^ s1;
    state[1] = s1 ^ third;
    state[0] = s0 ^ fourth;
    state[2] = third ^ (s1 << 9);
    state[3] = (fourth << 11) | (fourth >>> 21);
    return Math.imul((product << 7) | (product >>> 25), 9);
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return (this.bits() >>> 0) / 2 ** 32;
  }

  /** Integer, uniform in [0, below). */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Standard normal, by Box and Muller's transform. */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /**
   * `length` standard normal numbers, by the ziggurat of Marsaglia and Tsang (2000) with separate bits for layer, sign and size
   * (Doornik, 2005). The ziggurat is used for speed: a diffusion step draws millions of numbers.
   */
  normals(length: number): Float32Array {
    const values = new Float32Array(length);
    const { state } = this;
    // The generator is inlined on local variables, because it takes most of the time.
    let [s0, s1, s2, s3] = [state[0] as number, state[1] as number, state[2] as number, state[3] as number];
    for (let index = 0; index < length;) {
      const product = Math.imul(s1, 5);
      const word = Math.imul((product << 7) | (product >>> 25), 9);
      const third = s2 ^ s0;
      const fourth = s3 ^ s1;
      s2 = third ^ (s1 << 9);
      s1 ^= third;
      s0 ^= fourth;
      s3 = (fourth << 11) | (fourth >>> 21);

      const layer = word & 127;
      const size = word >>> 8;
      // The sign is computed, because the processor cannot predict a random branch.
      const value = (1 - ((word >>> 6) & 2)) * size * (widths[layer] as number);
      if (size < (inside[layer] as number)) {
        values[index] = value;
        index += 1;
        continue;
      }
      state[0] = s0;
      state[1] = s1;
      state[2] = s2;
      state[3] = s3;
      if (layer === 0) {
        values[index] = Math.sign(value) * this.tail();
        index += 1;
      } else if (this.isUnderCurve(layer, value)) {
        values[index] = value;
        index += 1;
      }
      s0 = state[0];
      s1 = state[1];
      s2 = state[2];
      s3 = state[3];
    }
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
    return values;
  }

  /** Between the box of a layer and the curve, a point of the box counts if it is below the curve. */
  private isUnderCurve(layer: number, value: number): boolean {
    const [low, high] = [heights[layer] as number, heights[layer + 1] as number];
    return low + this.uniform() * (high - low) < Math.exp(-0.5 * value * value);
  }

  /** Normal number beyond the base of the ziggurat (Marsaglia, 1964). */
  private tail(): number {
    for (;;) {
      const x = -Math.log(1 - this.uniform()) / base;
      const y = -Math.log(1 - this.uniform());
      if (2 * y >= x * x) return base + x;
    }
  }

  /** `length` numbers: `chosen` with the given probability, otherwise `other`. */
  choices(length: number, probability: number, chosen: number, other: number): Float32Array {
    const values = new Float32Array(length);
    for (let index = 0; index < length; index += 1) values[index] = this.chance(probability) ? chosen : other;
    return values;
  }

  /** One of the items. Throws on an empty list. */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError('Cannot pick from an empty list.');
    return items[this.integer(items.length)] as Item;
  }

  /** A new list in random order (Fisher and Yates). */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let index = shuffled.length - 1; index > 0; index -= 1) {
      const other = this.integer(index + 1);
      [shuffled[index], shuffled[other]] = [shuffled[other] as Item, shuffled[index] as Item];
    }
    return shuffled;
  }
}

/** Ziggurat of 128 layers of equal area under exp(−x²/2): end of the base, and area of a layer. */
const base = 3.442619855899;
const area = 9.91256303526217e-3;

/**
 * Tables by layer: width of its box over 2²⁴, limit of the sizes that are certainly under the curve, and lower height of the
 * layer.
 */
const [widths, inside, heights] = ziggurat();

function ziggurat(): [Float64Array, Uint32Array, Float64Array] {
  const curve = (x: number) => Math.exp(-0.5 * x * x);
  // The base layer counts the tail as part of its box; the other layers end at the curve.
  const edges = new Float64Array(129);
  edges[0] = area / curve(base);
  edges[1] = base;
  for (let layer = 2; layer < 128; layer += 1) {
    const before = edges[layer - 1] as number;
    edges[layer] = Math.sqrt(-2 * Math.log(area / before + curve(before)));
  }
  edges[128] = 0;
  return [
    edges.subarray(0, 128).map((edge) => edge / 2 ** 24),
    Uint32Array.from(
      { length: 128 },
      (_, layer) => ((edges[layer + 1] as number) / (edges[layer] as number)) * 2 ** 24,
    ),
    edges.map((edge, layer) => (layer === 0 ? 0 : curve(edge))),
  ];
}
