import type { Player } from '../../graph-nodes/datasets/orchestra/scene';

/** Pose of a player: a turn around the foot in degrees, a lift as a share of its size, and the size of its ring. */
export interface Pose {
  readonly turn: number;
  readonly lift: number;
  readonly ring: number;
}

export const restPose: Pose = { turn: 0, lift: 0, ring: 1 };

/** Swings per second of held tones, and of very fast notes. */
const [slow, fast] = [0.5, 2.6];
const largestTurn = 15;
const largestLift = 0.1;

const smooth = (share: number): number => share * share * (3 - 2 * share);

/** Movement at a moment: that of a second at its middle, with a smooth transition between two middles. */
export function movementAt(movement: readonly number[], time: number): number {
  const at = time - 0.5;
  const second = Math.floor(at);
  const value = (index: number): number => movement[Math.max(0, Math.min(movement.length - 1, index))] ?? 0;
  return value(second) + (value(second + 1) - value(second)) * smooth(at - second);
}

/** Pose of a player at a moment, in seconds. The index shifts players of one rhythm against each other. */
export function poseAt({ movement, rhythm, playing }: Player, time: number, index = 0): Pose {
  const amount = movementAt(movement, time);
  const phase = 2 * Math.PI * (slow + (fast - slow) * rhythm) * time + index * 1.7;
  const sounds = playing[Math.floor(time)] === true;
  return {
    turn: largestTurn * amount * Math.sin(phase),
    lift: largestLift * amount * Math.sin(phase) ** 2,
    ring: sounds ? 1 + 0.05 * Math.sin(2 * phase) : 1,
  };
}
