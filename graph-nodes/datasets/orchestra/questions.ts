import type { Answer } from '../answers';
import type { QuestionType } from '../dataset';
import type { Random } from '../../graph/random';
import { buildVocabulary, splitWords } from '../tokens';
import type { Scene } from './scene';
import { slotValues, templates, type Candidate, type Slot, type Template } from './templates';

/** Words by token id: all words of the templates, so that the vocabulary is the same for every seed. */
export const vocabulary: readonly string[] = buildVocabulary([
  ...templates.map(({ wording }) => splitWords(wording.replaceAll(/\{\w+\}/gu, ''))),
  ...Object.values(slotValues),
]);

/** N: words of the longest template. */
export const questionLength = Math.max(...templates.map(({ wording }) => splitWords(wording).length));

/** A question asked of a scene. */
export interface AskedQuestion {
  readonly type: QuestionType;
  readonly template: Template;
  readonly words: readonly string[];
  readonly answer: Answer;
}

/** A template with one of its answers in a scene, and the questions that have this answer. */
interface Option {
  readonly template: Template;
  readonly answer: Answer;
  /** Key under which its questions with this answer are counted. */
  readonly key: string;
  readonly questions: string[];
}

/**
 * Chooses questions of successive scenes such that over all scenes the nine types are equally frequent, the templates of a type
 * are equally frequent, and the answers of a template are as balanced as the scenes allow. No answer is given in more than half
 * (rounded up) of the questions of its template.
 */
export class QuestionChooser {
  private readonly tally = new Map<string, number>();

  constructor(private readonly random: Random) {}

  /** At most `limit` questions of a scene, each from a different template. */
  choose(scene: Scene, limit: number): AskedQuestion[] {
    let options = this.random.shuffle(templates.flatMap((template) => optionsOf(template, template.ask(scene))));
    const asked: AskedQuestion[] = [];
    while (asked.length < limit) {
      const next = lowest(
        options.filter((option) => this.allowed(option)),
        (option) => this.rank(option),
      );
      if (next === undefined) break;
      asked.push(this.ask(next));
      options = options.filter(({ template }) => template !== next.template);
    }
    return asked;
  }

  private allowed({ template, key }: Option): boolean {
    return 2 * this.count(key) <= this.count(template.wording);
  }

  private rank({ template, key }: Option): number[] {
    return [this.count(template.type), this.count(template.wording), this.count(key)];
  }

  /** Takes the question that has most often had other answers, so that its words are no hint of the answer. */
  private ask({ template, answer, key, questions }: Option): AskedQuestion {
    const excess = (question: string): number[] => [
      2 * this.count(questionKey(question, answer)) - this.count(questionKey(question)),
    ];
    const question = lowest(this.random.shuffle(questions), excess) ?? template.wording;
    const keys = [template.type, template.wording, key, questionKey(question), questionKey(question, answer)];
    for (const counted of keys) this.tally.set(counted, this.count(counted) + 1);
    return { type: template.type, template, words: splitWords(question), answer };
  }

  private count(key: string): number {
    return this.tally.get(key) ?? 0;
  }
}

/** Key of a question, distinct from the key of its template; without slots both have the same text. */
const questionKey = (question: string, answer = ''): string => `${question}? ${answer}`;

function optionsOf(template: Template, candidates: readonly Candidate[]): Option[] {
  const options = new Map<Answer, Option>();
  for (const { slots, answer } of candidates) {
    const option = options.get(answer) ?? { template, answer, key: `${template.wording}: ${answer}`, questions: [] };
    option.questions.push(fillSlots(template.wording, slots));
    options.set(answer, option);
  }
  return [...options.values()];
}

/** The question of a candidate, without its mark. */
export function fillSlots(wording: string, slots: Candidate['slots']): string {
  return wording.replaceAll(/\{(\w+)\}/gu, (_, slot) => slots[slot as Slot] ?? '');
}

/** The first item with the lowest rank, compared number by number. */
function lowest<Item>(items: readonly Item[], rankOf: (item: Item) => readonly number[]): Item | undefined {
  let best: { item: Item; rank: readonly number[] } | undefined;
  for (const item of items) {
    const rank = rankOf(item);
    if (best === undefined || comesBefore(rank, best.rank)) best = { item, rank };
  }
  return best?.item;
}

function comesBefore(one: readonly number[], other: readonly number[]): boolean {
  const position = one.findIndex((value, index) => value !== other[index]);
  return position >= 0 && (one[position] ?? 0) < (other[position] ?? 0);
}
