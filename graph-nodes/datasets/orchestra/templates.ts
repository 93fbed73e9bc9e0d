import { instruments, numberAnswers, places, type Answer, type Place } from '../answers';
import type { QuestionType } from '../dataset';
import type { Player, Scene } from './scene';

/** Values of the slots of a template. */
export const slotValues = {
  kind: instruments,
  other: instruments,
  place: places,
  otherPlace: places,
  side: ['left', 'right'],
  level: ['loudest', 'quietest'],
  order: ['first', 'last'],
} as const satisfies Record<string, readonly string[]>;
export type Slot = keyof typeof slotValues;
type Side = (typeof slotValues.side)[number];

/** One filled form of a template for a scene, with the answer. */
export interface Candidate {
  readonly slots: Readonly<Partial<Record<Slot, string>>>;
  readonly answer: Answer;
}

export interface Template {
  readonly type: QuestionType;
  /** Question without its mark, slots in braces. */
  readonly wording: string;
  /** All unambiguous forms for a scene. */
  ask(scene: Scene): Candidate[];
}

/** Minimum differences that a question compares. */
const loudnessMargin = 0.15;
const rhythmMargin = 0.25;

const yesNo = (value: boolean): Answer => (value ? 'yes' : 'no');
const count = (value: number): Answer => numberAnswers[value] ?? 'more than ten';
const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];
const kindsOf = (players: readonly Player[]) => distinct(players.map(({ kind }) => kind));

const seconds = ({ playing }: Player): number => playing.filter(Boolean).length;
const start = ({ playing }: Player): number => playing.indexOf(true);
const sounds = ({ playing }: Player): boolean => playing.includes(true);
const heard = ({ players }: Scene): Player[] => players.filter(sounds);
const seen = ({ players }: Scene): Player[] => players.filter(({ inView }) => inView);
const seenAndHeard = (scene: Scene): Player[] => seen(scene).filter(sounds);
const together = (one: Player, other: Player): boolean =>
  one.playing.some((plays, second) => plays && other.playing[second]);

/** The only item, if there is exactly one. */
const only = <Item>(items: readonly Item[]): Item | undefined => (items.length === 1 ? items[0] : undefined);

/** Players that their kind alone identifies. */
const namedByKind = (players: readonly Player[]): Player[] =>
  players.filter(({ kind }) => players.filter((other) => other.kind === kind).length === 1);

/** Players that their place alone identifies. */
const namedByPlace = (players: readonly Player[]): Player[] =>
  players.filter((player) => only(players.filter(({ place }) => place === player.place)));

const orderedPairs = <Item>(items: readonly Item[]): (readonly [Item, Item])[] =>
  items.flatMap((one) => items.filter((other) => other !== one).map((other) => [one, other] as const));

/** Comparisons of a quantity for every pair of players that differs by the margin. */
function comparisons(
  players: readonly Player[],
  quantity: (player: Player) => number,
  margin: number,
  slotsOf: (one: Player, other: Player) => Candidate['slots'],
): Candidate[] {
  return orderedPairs(players)
    .filter(([one, other]) => Math.abs(quantity(one) - quantity(other)) >= margin)
    .map(([one, other]) => ({ slots: slotsOf(one, other), answer: yesNo(quantity(one) > quantity(other)) }));
}

const byKind = (one: Player, other: Player): Candidate['slots'] => ({ kind: one.kind, other: other.kind });
const byPlace = (one: Player, other: Player): Candidate['slots'] => ({
  place: one.place ?? '',
  otherPlace: other.place ?? '',
});

const loudness = (player: Player): number => player.loudness;
const rhythm = (player: Player): number => player.rhythm;

/** The item with the smallest value, if it is smaller than every other's by the margin; undefined for fewer than two. */
function smallest(players: readonly Player[], value: (player: Player) => number, margin: number): Player | undefined {
  const [first, second] = players.toSorted((one, other) => value(one) - value(other));
  return first && second && value(second) - value(first) >= margin ? first : undefined;
}

/** The loudest and the quietest player, by the word of the question. */
const byLevel = (players: readonly Player[]) =>
  ({
    loudest: smallest(players, (player) => -player.loudness, loudnessMargin),
    quietest: smallest(players, loudness, loudnessMargin),
  }) satisfies Record<(typeof slotValues.level)[number], Player | undefined>;

/** The first and the last player to begin, by the word of the question. */
const byOrder = (players: readonly Player[]) =>
  ({
    first: smallest(players, start, 1),
    last: smallest(players, (player) => -start(player), 1),
  }) satisfies Record<(typeof slotValues.order)[number], Player | undefined>;

/** Candidates for those words whose player exists and has an answer. */
function ofPlayers(
  players: Readonly<Record<string, Player | undefined>>,
  candidates: (word: string, player: Player) => Candidate[],
): Candidate[] {
  return Object.entries(players).flatMap(([word, player]) => (player ? candidates(word, player) : []));
}

const answerIf = (slots: Candidate['slots'], answer: Answer | null | undefined): Candidate[] =>
  answer ? [{ slots, answer }] : [];

/** The player in the outermost column with players, if it is the only one there and others are in view in other columns. */
function outermost(scene: Scene, side: Side): Player | undefined {
  const column = (player: Player): number => (player.cell?.column ?? 0) * (side === 'left' ? 1 : -1);
  return smallest(seen(scene), column, 1);
}

/** Place of the first of several groups, if no two groups tie among more. */
function firstPlace(groups: readonly { place: Place; start: number }[]): Answer | undefined {
  const earliest = Math.min(...groups.map((group) => group.start));
  const first = groups.filter((group) => group.start === earliest);
  return first.length === 1 ? first[0]?.place : first.length === groups.length ? 'simultaneously' : undefined;
}

/** The templates, in the order of the nine types. As in MUSIC-AVQA, counting includes whether there is any. */
export const templates: readonly Template[] = [
  {
    type: 'audioCounting',
    wording: 'Can any {kind} be heard',
    ask: (scene) =>
      instruments.map((kind) => ({
        slots: { kind },
        answer: yesNo(heard(scene).some((player) => player.kind === kind)),
      })),
  },
  {
    type: 'audioCounting',
    wording: 'How many kinds of instruments can be heard',
    ask: (scene) => [{ slots: {}, answer: count(kindsOf(heard(scene)).length) }],
  },
  {
    type: 'audioComparative',
    wording: 'Which instrument sounds the {level}',
    ask: (scene) => ofPlayers(byLevel(heard(scene)), (level, { kind }) => answerIf({ level }, kind)),
  },
  {
    type: 'audioComparative',
    wording: 'Which instrument plays the longest',
    ask: (scene) => answerIf({}, smallest(heard(scene), (player) => -seconds(player), 1)?.kind),
  },
  {
    type: 'audioComparative',
    wording: 'Does the {kind} sound louder than the {other}',
    ask: (scene) => comparisons(namedByKind(heard(scene)), loudness, loudnessMargin, byKind),
  },
  {
    type: 'visualCounting',
    wording: 'How many players can be seen',
    ask: (scene) => [{ slots: {}, answer: count(seen(scene).length) }],
  },
  {
    type: 'visualCounting',
    wording: 'How many kinds of instruments can be seen',
    ask: (scene) => [{ slots: {}, answer: count(kindsOf(seen(scene)).length) }],
  },
  {
    type: 'visualCounting',
    wording: 'How many {kind} players can be seen',
    ask: (scene) =>
      instruments.map((kind) => ({
        slots: { kind },
        answer: count(seen(scene).filter((player) => player.kind === kind).length),
      })),
  },
  {
    type: 'visualLocation',
    wording: 'Where does the concert take place',
    ask: (scene) => [{ slots: {}, answer: scene.setting }],
  },
  {
    type: 'visualLocation',
    wording: 'Which single kind of instrument can be seen',
    ask: (scene) => answerIf({}, only(kindsOf(seen(scene)))),
  },
  {
    type: 'visualLocation',
    wording: 'Which instrument is at the far {side}',
    ask: (scene) => slotValues.side.flatMap((side) => answerIf({ side }, outermost(scene, side)?.kind)),
  },
  {
    type: 'visualLocation',
    wording: 'On which side is the {kind}',
    ask: (scene) => namedByKind(seen(scene)).flatMap(({ kind, place }) => answerIf({ kind }, place)),
  },
  {
    type: 'audioVisualExistential',
    wording: 'Does somebody speak over the music',
    ask: (scene) => [{ slots: {}, answer: yesNo(scene.voice.includes(true)) }],
  },
  {
    type: 'audioVisualExistential',
    wording: 'Is every instrument that sounds in view',
    ask: (scene) => {
      const players = heard(scene);
      return players.length === 0 ? [] : [{ slots: {}, answer: yesNo(players.every(({ inView }) => inView)) }];
    },
  },
  {
    type: 'audioVisualExistential',
    wording: 'Is there a player in view who stays silent',
    ask: (scene) => [{ slots: {}, answer: yesNo(seen(scene).some((player) => !sounds(player))) }],
  },
  {
    type: 'audioVisualCounting',
    wording: 'How many instruments in view are sounding',
    ask: (scene) => [{ slots: {}, answer: count(seenAndHeard(scene).length) }],
  },
  {
    type: 'audioVisualCounting',
    wording: 'How many instruments in view stay silent',
    ask: (scene) => [{ slots: {}, answer: count(seen(scene).length - seenAndHeard(scene).length) }],
  },
  {
    type: 'audioVisualCounting',
    wording: 'How many kinds of instruments in view are sounding',
    ask: (scene) => [{ slots: {}, answer: count(kindsOf(seenAndHeard(scene)).length) }],
  },
  {
    type: 'audioVisualLocation',
    wording: 'Where is the {level} instrument in view',
    ask: (scene) => ofPlayers(byLevel(seenAndHeard(scene)), (level, { place }) => answerIf({ level }, place)),
  },
  {
    type: 'audioVisualLocation',
    wording: 'Which instrument at the {place} is sounding',
    ask: (scene) =>
      places.flatMap((place) =>
        answerIf({ place }, only(kindsOf(seenAndHeard(scene).filter((player) => player.place === place)))),
      ),
  },
  {
    type: 'audioVisualLocation',
    wording: 'Which instrument sounds together with the {kind}',
    ask: (scene) =>
      namedByKind(heard(scene)).flatMap((player) => {
        const others = heard(scene).filter((other) => other !== player && together(player, other));
        return others.every(({ inView }) => inView) ? answerIf({ kind: player.kind }, only(kindsOf(others))) : [];
      }),
  },
  {
    type: 'audioVisualComparative',
    wording: 'Which instrument in view plays the fastest',
    ask: (scene) => answerIf({}, smallest(seenAndHeard(scene), (player) => -player.rhythm, rhythmMargin)?.kind),
  },
  {
    type: 'audioVisualComparative',
    wording: 'Is the {place} instrument louder than the {otherPlace} instrument',
    ask: (scene) => comparisons(namedByPlace(seen(scene)).filter(sounds), loudness, loudnessMargin, byPlace),
  },
  {
    type: 'audioVisualComparative',
    wording: 'Is the {place} instrument faster than the {otherPlace} instrument',
    ask: (scene) => comparisons(namedByPlace(seen(scene)).filter(sounds), rhythm, rhythmMargin, byPlace),
  },
  {
    type: 'audioVisualTemporal',
    wording: 'Which instrument comes in {order}',
    ask: (scene) => ofPlayers(byOrder(heard(scene)), (order, { kind }) => answerIf({ order }, kind)),
  },
  {
    type: 'audioVisualTemporal',
    wording: 'Where is the instrument that comes in {order}',
    ask: (scene) => ofPlayers(byOrder(heard(scene)), (order, { place }) => answerIf({ order }, place)),
  },
  {
    type: 'audioVisualTemporal',
    wording: 'Which side starts to play first',
    ask: (scene) => {
      const groups = slotValues.side.flatMap((place) => {
        const starts = seenAndHeard(scene)
          .filter((player) => player.place === place)
          .map(start);
        return starts.length === 0 ? [] : [{ place, start: Math.min(...starts) }];
      });
      return groups.length === 2 ? answerIf({}, firstPlace(groups)) : [];
    },
  },
];
