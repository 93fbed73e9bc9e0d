import { describe, expect, it } from 'vitest';
import { Random } from '../../graph/random';
import { scenesOfPicture, scenesOfSound, type WeightedScene } from './posterior';
import { sampleScene, type Player, type Scene } from './scene';

const stage = { seconds: 3, height: 2, width: 3 };
const sounds = ({ playing }: Player): boolean => playing.includes(true);

/** Facts of a scene as numbers. */
const facts: Readonly<Record<string, (scene: Scene) => number>> = {
  players: ({ players }) => players.length,
  hidden: ({ players }) => players.filter(({ inView }) => !inView).length,
  'silent in view': ({ players }) => players.filter((player) => player.inView && !sounds(player)).length,
  'seconds of sound': ({ players }) => players.reduce((sum, { playing }) => sum + playing.filter(Boolean).length, 0),
  'players who sound together': ({ players }) =>
    players.filter((one) =>
      players.some((other) => other !== one && sounds(one) && one.playing.join() === other.playing.join()),
    ).length,
  loudness: ({ players }) => players.reduce((sum, player) => sum + (sounds(player) ? player.loudness : 0), 0),
  'sounding at the left': ({ players }) => players.filter((player) => player.place === 'left' && sounds(player)).length,
  'kinds in view': ({ players }) => new Set(players.filter(({ inView }) => inView).map(({ kind }) => kind)).size,
  'outdoors with a drum': ({ players, setting }) =>
    Number(setting === 'outdoor' && players.some(({ kind }) => kind === 'drum')),
};

function expectation(drawn: readonly WeightedScene[], fact: (scene: Scene) => number): number {
  const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
  return drawn.reduce((sum, { scene, weight }) => sum + weight * fact(scene), 0) / total;
}

describe.each([
  ['picture', scenesOfPicture],
  ['sound', scenesOfSound],
])('scenes drawn from the %s', (_, draw) => {
  const scenes = Array.from({ length: 1200 }, (__, index) =>
    sampleScene(`scene-${index}`, stage, new Random(index, 'posterior test')),
  );
  const posteriors = scenes.map((scene, index) => draw(scene, 120, new Random(index, 'posterior draws')));

  // Law of total expectation: E[E[fact | known]] = E[fact].
  it.each(Object.keys(facts))('have the same average of “%s” as the original scenes', (name) => {
    const fact = facts[name] as (scene: Scene) => number;
    const differences = scenes.map(
      (scene, index) => expectation(posteriors[index] as WeightedScene[], fact) - fact(scene),
    );
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (differences.length - 1);
    expect(Math.abs(mean)).toBeLessThanOrEqual(3.5 * Math.sqrt(variance / differences.length) + 0.02);
  });
});

it('keeps the visible parts in scenes from a picture, and the audible parts in scenes from a sound', () => {
  const scene = sampleScene('scene', stage, new Random(5, 'kept'));
  const look = ({ players, setting }: Scene) => [
    setting,
    ...players
      .flatMap(({ inView, kind, cell, rhythm }) => (inView ? [JSON.stringify([kind, cell, rhythm])] : []))
      .sort(),
  ];
  const sound = ({ players, setting, voice }: Scene) => [
    setting,
    voice,
    ...players
      .filter(sounds)
      .map(({ kind, loudness, rhythm, playing }) => JSON.stringify([kind, loudness, rhythm, playing]))
      .sort(),
  ];
  for (const { scene: drawn } of scenesOfPicture(scene, 20, new Random(1))) expect(look(drawn)).toEqual(look(scene));
  for (const { scene: drawn } of scenesOfSound(scene, 20, new Random(1))) expect(sound(drawn)).toEqual(sound(scene));
});
