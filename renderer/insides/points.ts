import type { Inside, StageFacts } from '../../engine/contract/stage';
import type { Instrument } from '../../graph-nodes/datasets/answers';
import type { Modality } from '../../graph-nodes/graph/roles';
import type { Scene } from '../../graph-nodes/datasets/orchestra/scene';
import type { FeaturePoint } from './Scatter';
import { meanRows } from './tensor';

/** Words of the labels of points. */
export interface PointWords {
  readonly several: string;
  readonly silence: string;
  readonly failing: string;
  readonly instruments: Readonly<Record<Instrument, string>>;
}

/** The instruments that a second sounds with, or shows. */
function instrumentsAt(scene: Scene, second: number, of: Modality): Instrument[] {
  const players = scene.players.filter(({ playing, inView }) => (of === 'audio' ? playing[second] === true : inView));
  return [...new Set(players.map(({ kind }) => kind))];
}

/**
 * Encoded features of one question as points: one for each second of a sound or a picture, one for a question. Seconds with one
 * instrument are named by it.
 */
export function featurePoints(
  features: Inside,
  of: Modality | 'question' | undefined,
  { scene }: StageFacts['questions'][number],
  words: PointWords,
): FeaturePoint[] {
  return meanRows(features).map((values, second) => {
    const named = scene && of !== undefined && of !== 'question' ? instrumentsAt(scene, second, of) : undefined;
    const [first, ...others] = named ?? [];
    const only = first === undefined ? words.silence : words.instruments[first];
    const instrument = named && (others.length > 0 ? words.several : only);
    return { values, labels: { ...(instrument !== undefined && { instrument }), scenario: words.failing } };
  });
}
