import type { Inside, StageFacts } from '../../engine/contract/stage';
import type { Scene } from '../../graph-nodes/datasets/orchestra/scene';
import type { FeaturePoint } from './Scatter';
import { meanRows } from './tensor';

interface Words {
  readonly several: string;
  readonly silence: string;
  readonly failing: string;
}

/** The instruments that a second sounds with, or shows. */
function instrumentsAt(scene: Scene, second: number, socket: 'heard' | 'seen'): string[] {
  const players = scene.players.filter(({ playing, inView }) =>
    socket === 'heard' ? playing[second] === true : inView,
  );
  return [...new Set(players.map(({ kind }) => kind.replaceAll('_', ' ')))];
}

/**
 * Encoded features of one question as points: one for each second of a sound or a picture (the mean over its cells), one for a
 * question. Seconds with one instrument are named by it.
 */
export function featurePoints(
  features: Inside,
  { scene }: StageFacts['questions'][number],
  words: Words,
): FeaturePoint[] {
  const overTime = features.shape.length > 1;
  const socket = features.shape.length > 2 ? 'seen' : 'heard';
  return meanRows(features).map((values, second) => {
    const named = scene && overTime ? instrumentsAt(scene, second, socket) : undefined;
    const instrument = named && (named.length > 1 ? words.several : (named[0] ?? words.silence));
    return { values, labels: { ...(instrument !== undefined && { instrument }), scenario: words.failing } };
  });
}
