import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instruments } from '../answers';
import { Random } from '../../graph/random';
import { questionsOf, trueAnswer } from './ask';
import { changePlayer, mostPlayers, newPlayer, normaliseScene, sceneFault } from './arrange';
import { QuestionChooser } from './questions';
import { placeOfColumn, sampleScene, type Scene } from './scene';

const stage = { seconds: 4, height: 2, width: 3 };
const drawn = fc.integer().map((seed) => sampleScene('scene', stage, new Random(seed, 'test')));

describe('questions of a scene', () => {
  it('have the answers of the dataset for the questions that it chooses', () => {
    fc.assert(
      fc.property(drawn, (scene) => {
        for (const { words, answer } of new QuestionChooser(new Random(1)).choose(scene, 50)) {
          expect(trueAnswer(scene, words.join(' '))).toBe(answer);
          expect(trueAnswer(scene, `${words.join(' ').replaceAll('_', ' ').toLowerCase()}?`)).toBe(answer);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('are asked once each, grouped by template, and each has the answer that it has alone', () => {
    fc.assert(
      fc.property(drawn, (scene) => {
        const groups = questionsOf(scene);
        const all = groups.flatMap(({ questions }) => questions);
        expect(new Set(groups.map(({ wording }) => wording)).size).toBe(groups.length);
        expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
        for (const { text, answer } of all.slice(0, 20)) expect(trueAnswer(scene, text)).toBe(answer);
      }),
      { numRuns: 10 },
    );
  });

  it('have no answer if the scene gives none, and none outside the templates', () => {
    const silent: Scene = { id: 's', ...stage, setting: 'indoor', voice: [], players: [] };
    expect(trueAnswer(silent, 'Which instrument plays the longest')).toBeNull();
    expect(trueAnswer(silent, 'How many players can be seen')).toBe('zero');
    expect(trueAnswer(silent, 'Who wrote this')).toBeNull();
  });
});

describe('an arranged scene', () => {
  it('stays unchanged if nothing is changed, and has no fault', () => {
    fc.assert(
      fc.property(drawn, (scene) => {
        expect(normaliseScene(scene)).toEqual(scene);
        expect(sceneFault(scene, stage)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it('has places that follow the columns, and no movement out of view', () => {
    const cells = fc.option(fc.record({ row: fc.nat(1), column: fc.nat(2) }));
    fc.assert(
      fc.property(drawn, cells, fc.array(fc.boolean(), { maxLength: 6 }), (scene, cell, playing) => {
        const player = scene.players[0] ?? newPlayer('cello', null, stage);
        const changed = changePlayer(player, { cell, playing }, stage);
        expect(changed.place).toBe(cell && placeOfColumn(cell.column, stage.width));
        expect(changed.inView).toBe(cell !== null);
        expect([changed.playing.length, changed.movement.length]).toEqual([4, 4]);
        if (!cell) expect(changed.movement).toEqual([0, 0, 0, 0]);
        else expect(Math.min(...changed.movement)).toBeGreaterThanOrEqual(0);
        expect(normaliseScene({ ...scene, players: [changed] }).players).toEqual([changed]);
      }),
    );
  });

  it('shows playing as movement, and keeps its movement if the playing stays', () => {
    const player = newPlayer('violin', { row: 0, column: 2 }, stage);
    expect(player.place).toBe('right');
    const changed = changePlayer(player, { playing: [true, false, true, false] }, stage);
    expect(changed.movement[0]).toBeGreaterThan((changed.movement[1] ?? 1) + 0.2);
    const moved = changePlayer({ ...changed, movement: [0.1, 0.2, 0.3, 0.4] }, { cell: { row: 1, column: 0 } }, stage);
    expect(moved).toMatchObject({ place: 'left', movement: [0.1, 0.2, 0.3, 0.4] });
  });

  it('is refused with another size, too many players, a player outside, or a shared cell beside a free one', () => {
    const at = (...cells: ([number, number] | null)[]): Scene => ({
      ...{ id: 's', ...stage, setting: 'indoor', voice: [false, false, false, false] },
      players: cells.map((cell, index) =>
        newPlayer(instruments[index] ?? 'drum', cell && { row: cell[0], column: cell[1] }, stage),
      ),
    });
    const codeOf = (scene: Scene) => sceneFault(scene, stage)?.code;
    expect(codeOf({ ...at(), seconds: 5 })).toBe('sceneSize');
    expect(codeOf(at(...Array.from({ length: mostPlayers + 1 }, () => null)))).toBe('scenePlayers');
    expect(codeOf(at([2, 0]))).toBe('scenePlayerOutside');
    expect(codeOf(at([1, 1], null, [1, 1]))).toBe('sceneCellShared');
    const full = at([0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2], [1, 2]);
    expect(codeOf(full)).toBeUndefined();
  });
});
