import { answers, instruments, numberAnswers, places, settings, type Answer } from '../../graph-nodes/datasets/answers';
import { mostPlayers, changePlayer, newPlayer, type PlayerChange } from '../../graph-nodes/datasets/orchestra/arrange';
import { questionsOf, type SceneQuestion, type TemplateQuestions } from '../../graph-nodes/datasets/orchestra/ask';
import { sampleScene, type Scene } from '../../graph-nodes/datasets/orchestra/scene';
import type { Instrument } from '../../graph-nodes/datasets/answers';
import { Random } from '../../graph-nodes/graph/random';
import type { StageFacts, StageQuestion } from '../../engine/contract/stage';
import { failuresOf, type Faults } from './faults';
import type { Cell } from './geometry';

/** A question on the stage, with its scene or video. */
export interface Asked {
  /** Current scene; null for a video that cannot be drawn. */
  readonly scene: Scene | null;
  /** Name of an unchanged held-out video; undefined for a generated or changed scene. */
  readonly video: string | undefined;
  /** Scene before the changes. */
  readonly original: Scene | null;
  /** Text for people. */
  readonly text: string;
  /** Right answer, if it is known before the model answers. */
  readonly truth: string | undefined;
}

/** Sizes of scenes if no run defines them: the defaults of Orchestra. */
const usualGrid = { seconds: 6, height: 2, width: 3 };

/** A held-out question. */
export function heldOut({ questions }: StageFacts, index: number): Asked | undefined {
  const question = questions[index];
  if (question === undefined) return undefined;
  const { scene, video, text, answer } = question;
  return { scene, video, original: scene, text, truth: answer };
}

/** A scene of a seed, with its first question. */
export function drawnScene(seed: number, facts: StageFacts | undefined): Asked {
  const known = facts?.questions.find((question) => question.scene !== null)?.scene;
  const grid = known ? { seconds: known.seconds, height: known.height, width: known.width } : usualGrid;
  const scene = sampleScene(`seed-${String(seed)}`, grid, new Random(seed, 'stage/scene'));
  return withScene({ scene, video: undefined, original: scene, text: '', truth: undefined }, scene);
}

/** Template of a question. */
export const templateOf = (templates: readonly TemplateQuestions[], text: string): TemplateQuestions | undefined =>
  templates.find(({ questions }) => questions.some((question) => question.text === text));

const wordingOf = (scene: Scene | null, text: string): string | undefined =>
  scene ? templateOf(questionsOf(scene), text)?.wording : undefined;

/** Type of the first question of a generated scene. */
const firstType = 'audioVisualCounting';

/** The stage with another scene: with the same question if it has an answer, else one of the same template, else another. */
export function withScene(asked: Asked, scene: Scene): Asked {
  const templates = questionsOf(scene);
  const wording = wordingOf(asked.scene, asked.text);
  const all = templates.flatMap(({ questions }) => questions);
  const question =
    all.find(({ text }) => text === asked.text) ??
    templates.find((template) => template.wording === wording)?.questions[0] ??
    templates.find(({ type }) => type === firstType)?.questions[0] ??
    all[0];
  const video = scene === asked.scene ? asked.video : undefined;
  return { ...asked, scene, video, text: question?.text ?? '', truth: question?.answer };
}

export const withQuestion = (asked: Asked, { text, answer }: SceneQuestion): Asked => ({
  ...asked,
  text,
  truth: answer,
});

/** The stage with the scene before the changes. */
export const restored = (asked: Asked, facts: StageFacts | undefined): Asked => {
  if (asked.original === null) return asked;
  const video = facts?.questions.find(({ scene }) => scene === asked.original)?.video;
  return { ...withScene(asked, asked.original), video };
};

export const isChanged = ({ scene, original }: Asked): boolean => scene !== original;

/** A question in the form of the engine. */
export function questionOf(run: string, asked: Asked, faults: Faults, checkpoint?: string): StageQuestion | undefined {
  const { scene, video, text } = asked;
  const about = video !== undefined ? { video } : scene ? { scene } : undefined;
  if (about === undefined || text === '') return undefined;
  const question = text.replace(/\?$/, '');
  return { run, about, question, ...failuresOf(faults), ...(checkpoint !== undefined && { checkpoint }) };
}

/** The question of a template with the given slots, which keeps most of the other slots. */
export function nearestQuestion(
  { questions }: TemplateQuestions,
  slots: SceneQuestion['slots'],
  changed?: keyof SceneQuestion['slots'],
): SceneQuestion | undefined {
  const score = (question: SceneQuestion): number =>
    Object.entries(slots).reduce((sum, [slot, value]) => {
      const same = question.slots[slot as keyof SceneQuestion['slots']] === value;
      return sum + (same ? (slot === changed ? 10 : 1) : 0);
    }, 0);
  return questions.toSorted((one, other) => score(other) - score(one))[0];
}

/** Values that a slot can have in a template. */
export const slotChoices = ({ questions }: TemplateQuestions, slot: keyof SceneQuestion['slots']): string[] => [
  ...new Set(questions.flatMap(({ slots }) => slots[slot] ?? [])),
];

const groups: readonly (readonly Answer[])[] = [
  ['yes', 'no'],
  [...numberAnswers.slice(0, 7)],
  places,
  settings,
  [...places, 'simultaneously'],
];

/** Number of instruments among the choices of a prediction. */
const fewInstruments = 8;

/** Choices of a prediction: answers of the same kind as the true one, always in one order. */
export function choicesOf({ truth, scene, text }: Asked): readonly Answer[] {
  const answer = answers.find((candidate) => candidate === truth);
  if (answer === undefined) return answers;
  if (/^Which side starts/.test(text)) return groups[4] ?? [];
  const group = groups.find((candidates) => candidates.includes(answer));
  if (group) return group;
  if (!(instruments as readonly Answer[]).includes(answer)) return answers;
  const random = new Random(text.length, `stage/choices/${scene?.id ?? ''}`);
  const present = new Set<Answer>([answer, ...(scene?.players.map(({ kind }) => kind) ?? [])]);
  const others = random.shuffle(instruments.filter((kind) => !present.has(kind)));
  const chosen = new Set<Answer>([...present, ...others.slice(0, Math.max(0, fewInstruments - present.size))]);
  return instruments.filter((kind) => chosen.has(kind));
}

const sameCell = (one: Cell | null, other: Cell | null): boolean =>
  one !== null && other !== null && one.row === other.row && one.column === other.column;

/** A scene with a changed player. A player who moves to an occupied cell swaps with the player there. */
export function changed(scene: Scene, index: number, change: PlayerChange): Scene {
  const mover = scene.players[index];
  if (mover === undefined) return scene;
  const { cell } = change;
  const players = scene.players.map((player, place) => {
    if (place === index) return changePlayer(player, change, scene);
    if (cell !== undefined && sameCell(cell, player.cell)) return changePlayer(player, { cell: mover.cell }, scene);
    return player;
  });
  return { ...scene, players };
}

/** A cell without a player, in front and in the middle first; undefined if there is none. */
export function freeCell({ players, height, width }: Scene): Cell | undefined {
  const cells = Array.from({ length: height * width }, (_, index) => ({
    row: height - 1 - Math.floor(index / width),
    column: index % width,
  }));
  const aside = ({ row, column }: Cell): number => (height - 1 - row) * width + Math.abs(column - (width - 1) / 2);
  return cells
    .filter((cell) => !players.some((player) => sameCell(cell, player.cell)))
    .toSorted((one, other) => aside(one) - aside(other))[0];
}

/** Maximum number of players that the user can add. */
export const playerLimit = Math.min(8, mostPlayers);

/** A scene with one more player, in a free cell or else out of view. */
export const withPlayer = (scene: Scene, kind: Instrument): Scene =>
  scene.players.length >= playerLimit
    ? scene
    : { ...scene, players: [...scene.players, newPlayer(kind, freeCell(scene) ?? null, scene)] };

export const withoutPlayer = (scene: Scene, index: number): Scene => ({
  ...scene,
  players: scene.players.filter((_, place) => place !== index),
});

/** Seconds of one stretch, both ends included. */
export const stretchOf = (seconds: number, from: number, to: number): boolean[] =>
  Array.from({ length: seconds }, (_, second) => second >= from && second <= to);

/** First and last second with true; undefined if there is none. */
export function endsOf(seconds: readonly boolean[]): readonly [number, number] | undefined {
  const from = seconds.indexOf(true);
  return from < 0 ? undefined : [from, seconds.lastIndexOf(true)];
}
