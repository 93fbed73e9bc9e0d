import { instruments } from '../../graph-nodes/datasets/answers';
import { sceneSchema, type Scene } from '../../graph-nodes/datasets/orchestra/scene';
import type { BatchSpec } from '../../graph-nodes/graph/shapes';
import type { Modality } from '../../graph-nodes/graph/roles';
import type { Dataset } from '../../graph-nodes/datasets/dataset';
import type { Nearest } from '../contract/stage';
import type { HeadFeatures } from './variant-model';
import { LinearProbe } from './linear-probe';

/** Number of seconds of real training scenes that the probes are fitted on. */
const fittedSeconds = 600;
/** Maximum of examples × width² of a probe, to limit its time. */
const mostWork = 3e8;

/** Maximum number of listed instruments for a second of sound, and for a cell. */
const mostHeard = 3;
const mostSeen = 1;
/** Minimum certainty of an instrument that is listed after the first. */
const leastCertainty = 0.1;

/** Real features of a training scene at the inputs of the head. */
interface Example {
  readonly scene: Scene;
  readonly features: HeadFeatures;
}

/** Features of all examples of a probe [N × D], and 1 for each instrument that is present [N × 22]. */
interface Examples {
  readonly features: Float32Array[];
  readonly labels: boolean[][];
}

/** The scenes of a dataset's training questions that probes are fitted on. */
export function probedVideos({ questions, spec }: Dataset): readonly string[] {
  const videos = [...new Set(questions.train.map(({ video }) => video))];
  return videos.slice(0, Math.ceil(fittedSeconds / spec.seconds));
}

/**
 * Nearest instruments of features at the inputs of the head: the output of linear probes that were fitted on real
 * training scenes. One probe reads every second of sound, one every cell of every second of the picture.
 */
export class InstrumentReader {
  private constructor(
    private readonly probes: Readonly<Partial<Record<Modality, LinearProbe>>>,
    private readonly spec: BatchSpec,
  ) {}

  static fit(examples: readonly Example[], spec: BatchSpec): InstrumentReader {
    const audio: Examples = { features: [], labels: [] };
    const visual: Examples = { features: [], labels: [] };
    const { seconds, height, width } = spec;
    for (const { scene, features } of examples) {
      const vectors = (values: Float32Array, count: number) => partsOf(values, values.length / count);
      const present = (of: Scene['players']) =>
        instruments.map((instrument) => of.some(({ kind }) => kind === instrument));
      for (let second = 0; second < seconds; second += 1) {
        if (features.audio) {
          audio.features.push(vectors(features.audio, seconds)[second] as Float32Array);
          audio.labels.push(present(scene.players.filter(({ playing }) => playing[second])));
        }
        const cells = features.visual ? vectors(features.visual, seconds * height * width) : [];
        for (let cell = 0; cell < height * width && cells.length > 0; cell += 1) {
          const [row, column] = [Math.floor(cell / width), cell % width];
          visual.features.push(cells[second * height * width + cell] as Float32Array);
          visual.labels.push(
            present(scene.players.filter((player) => player.cell?.row === row && player.cell.column === column)),
          );
        }
      }
    }
    const [heard, seen] = [probeOf(audio), probeOf(visual)];
    return new InstrumentReader({ ...(heard && { audio: heard }), ...(seen && { visual: seen }) }, spec);
  }

  /**
   * Nearest instruments by second [T], in descending order of certainty; empty in seconds that are not requested.
   * @param features of one modality, [T, …]
   */
  read(modality: Modality, features: Float32Array, asked: readonly boolean[]): Nearest[][] {
    const probe = this.probes[modality];
    const { seconds, width, height } = this.spec;
    const size = features.length / seconds;
    return asked.map((isAsked, second) => {
      if (!isAsked || !probe) return [];
      const ofSecond = features.subarray(second * size, (second + 1) * size);
      if (modality === 'audio') return mostCertain(probe.probabilities(ofSecond), mostHeard);
      const ofCell = size / (height * width);
      const found = Array.from({ length: height * width }, (_, cell) => {
        const at = { row: Math.floor(cell / width), column: cell % width };
        const probabilities = probe.probabilities(ofSecond.subarray(cell * ofCell, (cell + 1) * ofCell));
        return mostCertain(probabilities, mostSeen).map((nearest): Nearest => ({ ...nearest, cell: at }));
      }).flat();
      return listed(found);
    });
  }

  /**
   * Nearest instruments of each row of features [N, …, C], in descending order of certainty. The certainty of an
   * instrument in a row is its maximum over the row's cells.
   */
  readRows(modality: Modality, features: Float32Array, rows: number): Nearest[][] {
    const probe = this.probes[modality];
    if (!probe) return [];
    return partsOf(features, features.length / rows).map((row) => {
      const ofCells = partsOf(row, probe.width).map((cell) => probe.probabilities(cell));
      return mostCertain(
        instruments.map((_, kind) => Math.max(...ofCells.map((probabilities) => probabilities[kind] ?? 0))),
        mostHeard,
      );
    });
  }
}

/** Splits values into parts of one size. */
function partsOf(values: Float32Array, size: number): Float32Array[] {
  return Array.from({ length: values.length / size }, (_, index) => {
    return values.subarray(index * size, (index + 1) * size);
  });
}

/**
 * The most certain instruments in descending order. Except for the first, those below the minimum certainty are
 * omitted.
 */
const listed = (found: readonly Nearest[]): Nearest[] =>
  found
    .toSorted((one, other) => other.certainty - one.certainty)
    .filter(({ certainty }, index) => index === 0 || certainty >= leastCertainty);

const mostCertain = (probabilities: readonly number[], most: number): Nearest[] =>
  listed(instruments.map((kind, index) => ({ kind, certainty: probabilities[index] ?? 0 }))).slice(0, most);

/** Fits a probe on evenly spaced examples, limited by {@link mostWork}; undefined without examples. */
function probeOf({ features, labels }: Examples): LinearProbe | undefined {
  const width = features[0]?.length;
  if (width === undefined) return undefined;
  const count = Math.min(features.length, Math.max(200, Math.floor(mostWork / width ** 2)));
  const chosen = Array.from({ length: count }, (_, index) => Math.floor((index * features.length) / count));
  const joined = new Float32Array(count * width);
  const present = new Uint8Array(count * instruments.length);
  chosen.forEach((example, row) => {
    joined.set(features[example] as Float32Array, row * width);
    labels[example]?.forEach((is, kind) => {
      present[row * instruments.length + kind] = Number(is);
    });
  });
  return LinearProbe.fit(joined, present, count);
}

/** The scene of a video; undefined if the dataset has none. */
export function sceneOf(dataset: Dataset, video: string): Scene | undefined {
  return sceneSchema.safeParse(dataset.describe?.(video)).data;
}
