import { beforeAll, describe, expect, it } from 'vitest';
import { numberAnswers } from '../answers';
import { questionTypes, type Dataset, type Question, type QuestionType } from '../dataset';
import { Random } from '../../graph/random';
import { openDataset } from '../../nodes/orchestra/dataset';
import { createWorld, renderScene } from './render';
import { sceneSchema, type Player, type Scene } from './scene';

/** Minimum difference of loudness and rhythm in a comparison. */
const audible = 0.1;

const playsAt = (player: Player, second: number): boolean => player.playing[second] === true;
const isHeard = (player: Player): boolean => player.playing.some((plays) => plays);
const secondsHeard = (player: Player): number => player.playing.reduce((sum, plays) => sum + Number(plays), 0);
const firstSecond = (player: Player): number => player.playing.findIndex((plays) => plays);
const word = (number: number): string | undefined => numberAnswers[number];
const truth = (value: boolean): string => (value ? 'yes' : 'no');

/** The one player who exceeds each of the others in a quantity by a gap; undefined if only one plays. */
function most(players: Player[], amount: (player: Player) => number, gap: number): Player | undefined {
  if (players.length < 2) return undefined;
  return players.find((player) => players.every((other) => other === player || amount(player) - amount(other) >= gap));
}

function sole<Item>(items: Iterable<Item>): Item | undefined {
  const [first, ...others] = new Set(items);
  return others.length === 0 ? first : undefined;
}

/** The only player that a word selects; undefined otherwise. */
function named(players: Player[], fits: (player: Player) => boolean): Player | undefined {
  const fitting = players.filter(fits);
  return fitting.length === 1 ? fitting[0] : undefined;
}

function more(one: Player | undefined, other: Player | undefined, amount: (player: Player) => number) {
  if (!one || !other || Math.abs(amount(one) - amount(other)) < audible) return undefined;
  return truth(amount(one) > amount(other));
}

const loudnessOf = (player: Player): number => player.loudness;
const rhythmOf = (player: Player): number => player.rhythm;
const columnOf = (player: Player): number => player.cell?.column ?? NaN;
const extreme = (players: Player[], amount: (player: Player) => number, gap: number, high: boolean) =>
  most(players, (player) => (high ? 1 : -1) * amount(player), gap);

interface Facts {
  readonly scene: Scene;
  readonly heard: Player[];
  readonly seen: Player[];
  readonly both: Player[];
}
type Rule = (facts: Facts, ...words: string[]) => string | null | undefined;

/** Meaning of each question, computed from a scene: undefined if the scene gives no single answer. */
const meanings: readonly (readonly [QuestionType, RegExp, Rule])[] = [
  ['audioCounting', /^Can any (\w+) be heard\?$/, ({ heard }, kind) => truth(heard.some((p) => p.kind === kind))],
  [
    'audioCounting',
    /^How many kinds of instruments can be heard\?$/,
    ({ heard }) => word(new Set(heard.map((p) => p.kind)).size),
  ],
  [
    'audioComparative',
    /^Which instrument sounds the (loudest|quietest)\?$/,
    ({ heard }, level) => extreme(heard, loudnessOf, audible, level === 'loudest')?.kind,
  ],
  ['audioComparative', /^Which instrument plays the longest\?$/, ({ heard }) => most(heard, secondsHeard, 1)?.kind],
  [
    'audioComparative',
    /^Does the (\w+) sound louder than the (\w+)\?$/,
    ({ heard }, kind, other) =>
      more(
        named(heard, (p) => p.kind === kind),
        named(heard, (p) => p.kind === other),
        loudnessOf,
      ),
  ],
  ['visualCounting', /^How many players can be seen\?$/, ({ seen }) => word(seen.length)],
  [
    'visualCounting',
    /^How many kinds of instruments can be seen\?$/,
    ({ seen }) => word(new Set(seen.map((p) => p.kind)).size),
  ],
  [
    'visualCounting',
    /^How many (\w+) players can be seen\?$/,
    ({ seen }, kind) => word(seen.filter((p) => p.kind === kind).length),
  ],
  ['visualLocation', /^Where does the concert take place\?$/, ({ scene }) => scene.setting],
  ['visualLocation', /^Which single kind of instrument can be seen\?$/, ({ seen }) => sole(seen.map((p) => p.kind))],
  [
    'visualLocation',
    /^Which instrument is at the far (left|right)\?$/,
    ({ seen }, side) => extreme(seen, columnOf, 1, side === 'right')?.kind,
  ],
  ['visualLocation', /^On which side is the (\w+)\?$/, ({ seen }, kind) => named(seen, (p) => p.kind === kind)?.place],
  [
    'audioVisualExistential',
    /^Does somebody speak over the music\?$/,
    ({ scene }) => truth(scene.voice.some((speaks) => speaks)),
  ],
  [
    'audioVisualExistential',
    /^Is every instrument that sounds in view\?$/,
    ({ heard, both }) => (heard.length === 0 ? undefined : truth(both.length === heard.length)),
  ],
  [
    'audioVisualExistential',
    /^Is there a player in view who stays silent\?$/,
    ({ seen, both }) => truth(both.length < seen.length),
  ],
  ['audioVisualCounting', /^How many instruments in view are sounding\?$/, ({ both }) => word(both.length)],
  [
    'audioVisualCounting',
    /^How many instruments in view stay silent\?$/,
    ({ seen, both }) => word(seen.length - both.length),
  ],
  [
    'audioVisualCounting',
    /^How many kinds of instruments in view are sounding\?$/,
    ({ both }) => word(new Set(both.map((p) => p.kind)).size),
  ],
  [
    'audioVisualLocation',
    /^Where is the (loudest|quietest) instrument in view\?$/,
    ({ both }, level) => extreme(both, loudnessOf, audible, level === 'loudest')?.place,
  ],
  [
    'audioVisualLocation',
    /^Which instrument at the (left|middle|right) is sounding\?$/,
    ({ both }, place) => sole(both.filter((p) => p.place === place).map((p) => p.kind)),
  ],
  [
    'audioVisualLocation',
    /^Which instrument sounds together with the (\w+)\?$/,
    ({ scene, heard }, kind) => {
      const player = named(heard, (p) => p.kind === kind);
      if (!player) return undefined;
      const partners = new Set<Player>();
      for (let second = 0; second < scene.seconds; second += 1) {
        if (!playsAt(player, second)) continue;
        for (const other of heard) if (other !== player && playsAt(other, second)) partners.add(other);
      }
      if ([...partners].some((partner) => !partner.inView)) return undefined;
      return sole([...partners].map((partner) => partner.kind));
    },
  ],
  [
    'audioVisualComparative',
    /^Which instrument in view plays the fastest\?$/,
    ({ both }) => most(both, rhythmOf, audible)?.kind,
  ],
  [
    'audioVisualComparative',
    /^Is the (\w+) instrument (louder|faster) than the (\w+) instrument\?$/,
    ({ seen }, place, what, other) => {
      const one = named(seen, (p) => p.place === place);
      const two = named(seen, (p) => p.place === other);
      if (!one || !two || !isHeard(one) || !isHeard(two)) return undefined;
      return more(one, two, what === 'louder' ? loudnessOf : rhythmOf);
    },
  ],
  [
    'audioVisualTemporal',
    /^Which instrument comes in (first|last)\?$/,
    ({ heard }, order) => extreme(heard, firstSecond, 1, order === 'last')?.kind,
  ],
  [
    'audioVisualTemporal',
    /^Where is the instrument that comes in (first|last)\?$/,
    ({ heard }, order) => extreme(heard, firstSecond, 1, order === 'last')?.place,
  ],
  [
    'audioVisualTemporal',
    /^Which side starts to play first\?$/,
    ({ both }) => {
      const starts = (place: string) => both.filter((p) => p.place === place).map(firstSecond);
      const [left, right] = [starts('left'), starts('right')];
      if (left.length === 0 || right.length === 0) return undefined;
      const lead = Math.min(...right) - Math.min(...left);
      return lead > 0 ? 'left' : lead < 0 ? 'right' : 'simultaneously';
    },
  ],
];

/** The question with instruments of two words as one word. */
const joined = (text: string): string =>
  text.replace('acoustic guitar', 'acoustic_guitar').replace('electric bass', 'electric_bass');

function meaningOf(text: string): readonly [QuestionType, RegExp, Rule] {
  const meaning = meanings.find(([, pattern]) => pattern.test(joined(text)));
  if (!meaning) throw new Error(`Nobody knows what “${text}” means.`);
  return meaning;
}

function answerTo(text: string, scene: Scene): string | null | undefined {
  const [, pattern, rule] = meaningOf(text);
  const heard = scene.players.filter(isHeard);
  const seen = scene.players.filter((player) => player.place !== null);
  const both = seen.filter(isHeard);
  return rule({ scene, heard, seen, both }, ...(pattern.exec(joined(text))?.slice(1) ?? []));
}

const questionsOf = (dataset: Dataset): Question[] => Object.values(dataset.questions).flat();
const types = Object.keys(questionTypes) as QuestionType[];

describe('the questions of Orchestra', () => {
  const scenes = 600;
  let dataset: Dataset;
  let asked: { question: Question; scene: Scene; answer: string }[];
  beforeAll(async () => {
    dataset = await openDataset({ seed: 5, scenes, questionsPerScene: 8, width: 4 });
    asked = questionsOf(dataset).map((question) => ({
      question,
      scene: sceneSchema.parse(dataset.describe?.(question.video)),
      answer: dataset.answers[question.answer] ?? '',
    }));
  });

  it('have the type and the answer that their words mean in their scene', () => {
    const wrong = asked.filter(
      ({ question, scene, answer }) =>
        answerTo(question.text, scene) !== answer || meaningOf(question.text)[0] !== question.type,
    );
    expect(wrong.map(({ question, answer }) => `${question.video}: ${question.text} ${answer}`)).toEqual([]);
  });

  it('are asked in all nine types, and in every wording', () => {
    for (const [type, pattern] of meanings) {
      const times = asked.filter(({ question }) => pattern.test(joined(question.text)));
      expect(times.length, `${type}: ${pattern.source}`).toBeGreaterThan(scenes / 60);
    }
  });

  it('are put into tokens of the vocabulary, none of them unknown', () => {
    const { vocabulary, spec } = dataset;
    for (const { question } of asked) {
      const words = [...question.tokens].filter((id) => id !== 0).map((id) => vocabulary[id]);
      expect(`${words.join(' ')}?`).toBe(joined(question.text));
      expect(question.tokens).toHaveLength(spec.questionLength);
    }
    expect(vocabulary).toHaveLength(spec.vocabulary);
  });

  it.each([1, 2, 3])('cannot be answered by the most frequent answer of their type alone (seed %d)', async (seed) => {
    const questions = questionsOf(await openDataset({ seed, scenes }));
    for (const type of types) {
      const times = new Map<number, number>();
      for (const question of questions) {
        if (question.type === type) times.set(question.answer, (times.get(question.answer) ?? 0) + 1);
      }
      const total = [...times.values()].reduce((sum, count) => sum + count, 0);
      expect(total / questions.length, `share of ${type}`).toBeGreaterThan(0.05);
      expect(Math.max(...times.values()) / total, `most frequent answer of ${type}`).toBeLessThanOrEqual(0.55);
    }
  });

  describe('of two scenes with the same picture, or the same sound', () => {
    const world = createWorld(2, 4, 8);
    const render = (scene: Scene) => renderScene(scene, world, 0.5, new Random(1, scene.id));
    /** The same picture with another sound: players out of view stop or begin, and other voices speak, or louder. */
    const otherSound = (scene: Scene): Scene => ({
      ...scene,
      voice: scene.voice.some((speaks) => speaks) ? scene.voice.map(() => false) : scene.voice.map(() => true),
      players: scene.players.map((player) => ({
        ...player,
        loudness: 1.3 - player.loudness,
        playing: player.inView ? player.playing : player.playing.map(() => !isHeard(player)),
      })),
    });
    /** The same sound with another picture: places change, and silent players leave the view. */
    const otherPicture = (scene: Scene): Scene => ({
      ...scene,
      players: scene.players.map((player) => {
        if (!isHeard(player)) return { ...player, inView: false, cell: null, place: null };
        if (player.cell === null) return player;
        const place = player.place === 'left' ? 'right' : player.place === 'right' ? 'left' : 'middle';
        return { ...player, place, cell: { ...player.cell, column: scene.width - 1 - player.cell.column } };
      }),
    });
    /** Share of a group's questions that have another answer in the other scene. */
    const changed = (group: string, other: (scene: Scene) => Scene): number => {
      const pairs = asked
        .filter(({ question }) => questionTypes[question.type].group === group)
        .map(({ question, scene, answer }) => ({ answer, then: answerTo(question.text, other(scene)) }))
        .filter(({ then }) => then !== undefined && then !== null);
      return pairs.filter(({ answer, then }) => answer !== then).length / pairs.length;
    };

    it('need the sound if the picture is the same', () => {
      for (const { scene } of asked.slice(0, 50)) {
        expect(render(otherSound(scene)).visual).toEqual(render(scene).visual);
        expect(render(otherSound(scene)).audio).not.toEqual(render(scene).audio);
      }
      expect(changed('visual', otherSound)).toBe(0);
      expect(changed('audio', otherSound)).toBeGreaterThan(0.15);
      expect(changed('audioVisual', otherSound)).toBeGreaterThan(0.15);
    });

    it('need the picture if the sound is the same', () => {
      for (const { scene } of asked.slice(0, 50)) {
        expect(render(otherPicture(scene)).audio).toEqual(render(scene).audio);
      }
      expect(changed('audio', otherPicture)).toBe(0);
      expect(changed('visual', otherPicture)).toBeGreaterThan(0.15);
      expect(changed('audioVisual', otherPicture)).toBeGreaterThan(0.15);
    });
  });
});
