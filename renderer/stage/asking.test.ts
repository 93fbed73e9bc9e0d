import { describe, expect, it } from 'vitest';
import { sceneFault } from '../../graph-nodes/datasets/orchestra/arrange';
import { questionsOf } from '../../graph-nodes/datasets/orchestra/ask';
import { stageFacts, trio } from '../../test/fixtures/stage';
import {
  changed,
  choicesOf,
  drawnScene,
  heldOut,
  isChanged,
  nearestQuestion,
  playerLimit,
  questionOf,
  restored,
  slotChoices,
  stretchOf,
  templateOf,
  withoutPlayer,
  withPlayer,
  withQuestion,
  withScene,
  type Asked,
} from './asking';
import { workingFaults } from './faults';

const asked = heldOut(stageFacts, 0) as Asked;
const faults = workingFaults(4);

describe('a question for the engine', () => {
  it('names a held-out video, and contains the scene after a change', () => {
    expect(questionOf('r', asked, faults)).toEqual({
      run: 'r',
      about: { video: 'scene-00007' },
      question: 'How many instruments in view are sounding',
      audio: null,
      visual: null,
    });
    const own = withScene(asked, changed(trio, 0, { cell: { row: 0, column: 1 } }));
    expect(questionOf('r', own, faults)?.about).toEqual({ scene: own.scene });
    expect(isChanged(own)).toBe(true);
    expect(questionOf('r', restored(own, stageFacts), faults)?.about).toEqual({ video: 'scene-00007' });
  });

  it('names the checkpoint', () => {
    expect(questionOf('r', asked, faults, 'epoch-2')?.checkpoint).toBe('epoch-2');
  });
});

describe('a changed scene', () => {
  it('keeps the question with its new answer', () => {
    const silent = withScene(asked, changed(trio, 0, { playing: stretchOf(4, 9, 9) }));
    expect([silent.text, silent.truth]).toEqual([asked.text, 'zero']);
  });

  it('gets another question of the template if the question has no answer any longer', () => {
    const start = withQuestion(asked, { slots: {}, text: 'On which side is the cello?', answer: 'left' });
    const without = withScene(start, withoutPlayer(trio, 0));
    expect(without).toMatchObject({ text: 'On which side is the piano?', truth: 'right' });
  });

  it('swaps a player with the one in its new cell', () => {
    const scene = changed(trio, 0, { cell: { row: 0, column: 2 } });
    expect(scene.players.map(({ cell }) => cell)).toEqual([{ row: 0, column: 2 }, { row: 1, column: 0 }, null]);
    expect(scene.players[0]).toMatchObject({ place: 'right', inView: true });
  });

  it('has a new player in a free cell, up to the maximum', () => {
    let scene = trio;
    for (let count = 0; count < 12; count += 1) scene = withPlayer(scene, 'flute');
    expect(scene.players).toHaveLength(playerLimit);
    expect(sceneFault(scene, trio)).toBeUndefined();
  });
});

describe('a scene of a seed', () => {
  it('is the same each time and different for another seed', () => {
    expect(drawnScene(3, undefined)).toEqual(drawnScene(3, undefined));
    expect(drawnScene(4, undefined).scene).not.toEqual(drawnScene(3, undefined).scene);
  });

  it('has the sizes of the run and a question with its answer', () => {
    const { scene, text, truth } = drawnScene(3, stageFacts);
    expect(scene).toMatchObject({ seconds: 4, height: 2, width: 3 });
    expect(questionsOf(scene ?? trio).flatMap(({ questions }) => questions)).toContainEqual(
      expect.objectContaining({ text, answer: truth }),
    );
  });
});

describe('words of a question', () => {
  const templates = questionsOf(trio);
  const template = templateOf(templates, 'On which side is the cello?');

  it('are those that the scene answers', () => {
    expect(template && slotChoices(template, 'kind')).toEqual(['cello', 'piano']);
  });

  it('follow a changed slot', () => {
    const found = template && nearestQuestion(template, { kind: 'piano' }, 'kind');
    expect(found).toMatchObject({ text: 'On which side is the piano?', answer: 'right' });
  });
});

describe('choices of a prediction', () => {
  const choices = (truth: string, text = 'x?') => choicesOf({ ...asked, truth, text });

  it('are of the kind of the answer', () => {
    expect(choices('no')).toEqual(['yes', 'no']);
    expect(choices('two')).toContain('zero');
    expect(choices('indoor')).toEqual(['indoor', 'outdoor']);
    expect(choices('left', 'Which side starts to play first?')).toContain('simultaneously');
    expect(choices('left')).not.toContain('simultaneously');
  });

  it('are instruments of the scene and others, the same each time', () => {
    const instruments = choices('cello');
    expect(instruments).toHaveLength(8);
    expect(instruments).toEqual(expect.arrayContaining(['cello', 'piano', 'drum']));
    expect(choices('cello')).toEqual(instruments);
  });
});
