import type { Inside } from '../../engine/contract/stage';
import type { Instrument } from '../../graph-nodes/datasets/answers';
import type { QuestionType } from '../../graph-nodes/datasets/dataset';
import type { Modality } from '../../graph-nodes/graph/roles';
import type { Scene } from '../../graph-nodes/datasets/orchestra/scene';
import type { Messages } from '../words';
import { questionsText } from '../words/questions';
import type { Failing } from './question';
import type { FeaturePoint } from './Scatter';
import { meanRows } from './tensor';

/** Words of the labels of points. */
interface PointWords {
  readonly several: string;
  readonly silence: string;
  readonly failing: string;
  readonly typeOf: (type: QuestionType) => string;
  readonly instruments: Readonly<Record<Instrument, string>>;
}

export const pointWords = (all: Messages, failing: Failing): PointWords => ({
  several: all.insides.several,
  silence: all.insides.silence,
  failing: all.insides.failing[failing],
  typeOf: (type) => questionsText(type, all),
  instruments: all.stage.answers,
});

/** The question of the features. */
export interface PointQuestion {
  /** Scene of the question; null if the dataset has no scenes. */
  readonly scene: Scene | null;
  readonly type?: QuestionType | undefined;
}

/** Instruments that are audible or visible in a second. */
function instrumentsAt(scene: Scene, second: number, of: Modality): Instrument[] {
  const players = scene.players.filter(({ playing, inView }) => (of === 'audio' ? playing[second] === true : inView));
  return [...new Set(players.map(({ kind }) => kind))];
}

/**
 * Encoded features of one question as points: one for each second of a sound or a picture, one for a question. A second with
 * one instrument has its name.
 */
export function featurePoints(
  features: Inside,
  of: Modality | 'question' | undefined,
  { scene, type }: PointQuestion,
  words: PointWords,
): FeaturePoint[] {
  return meanRows(features).map((values, second) => {
    const named = scene && of !== undefined && of !== 'question' ? instrumentsAt(scene, second, of) : undefined;
    const [first, ...others] = named ?? [];
    const only = first === undefined ? words.silence : words.instruments[first];
    const instrument = named && (others.length > 0 ? words.several : only);
    const labels = { ...(type && { type: words.typeOf(type) }), scenario: words.failing };
    return { values, labels: { ...(instrument !== undefined && { instrument }), ...labels } };
  });
}
