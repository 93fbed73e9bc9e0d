import type { Failure, Nearest, StageAnswer } from '../../engine/contract/stage';
import { failureKey, type Failures, type StagePage } from '../../engine/contract/stage-page';
import type { Answerer } from '../stage/answerer';

type Answers = StagePage['answers'][number];

/** Answers inside the page. */
export function pageAnswerer(page: StagePage): Answerer {
  const { facts, answers, stretches } = page;
  return {
    facts: () => Promise.resolve(facts),
    ask({ about, question, audio, visual }) {
      const index = facts.questions.findIndex(
        ({ video, text }) => 'video' in about && video === about.video && text.replace(/\?$/, '') === question,
      );
      const key = failureKey({ audio, visual });
      const ofWhole = answers[index];
      const packed = key === undefined ? undefined : stretches[index]?.[key];
      const answer =
        packed && ofWhole ? stretchAnswer(page, ofWhole, packed, { audio, visual }) : key && ofWhole?.[key];
      if (answer) return Promise.resolve(answer);
      return Promise.reject(new Error(`This page has no answer for “${question}” with these failures.`));
    },
  };
}

/** Answer for a device that fails in some seconds: separate probabilities, and for each second the recall of the whole clip. */
function stretchAnswer(
  { facts, classes }: StagePage,
  ofWhole: Answers,
  packed: StagePage['stretches'][number][string],
  failures: Failures,
): StageAnswer | undefined {
  const { audio, visual } = failures;
  const nothing = ofWhole['real/real'];
  const real = nothing?.variants.find(({ variant }) => variant === 'real');
  if (!nothing || !real) return undefined;
  const failing = facts.variants.filter((variant) => variant !== 'real');
  const variants = failing.map((variant, index) => {
    const [values = []] = [packed[index]];
    const answers = values.flatMap((value, at) =>
      at % 2 === 0 ? [{ answer: classes[value] ?? '', probability: (values[at + 1] ?? 0) / 1000 }] : [],
    );
    return { variant, answers };
  });
  const bySecond = Array.from({ length: facts.seconds }, (_, second) => {
    const key = failureKey({ audio: throughout(audio, second), visual: throughout(visual, second) });
    return key === undefined ? undefined : ofWhole[key];
  });
  const recalled = failing.flatMap((variant) =>
    (['audio', 'visual'] as const).flatMap((modality) => {
      const seconds = bySecond.map((answer, second): readonly Nearest[] => {
        const own = answer?.recalled.find((each) => each.variant === variant && each.modality === modality);
        return own?.seconds[second] ?? [];
      });
      return seconds.some(({ length }) => length > 0)
        ? [{ variant, modality, seconds: seconds.map((nearest) => [...nearest]) }]
        : [];
    }),
  );
  return { ...nothing, variants: [real, ...variants], recalled };
}

/** The failure of a second, extended to the whole clip. */
function throughout(failure: Failure | null, second: number): Failure | null {
  if (failure?.seconds[second] !== true) return null;
  return { ...failure, seconds: failure.seconds.map(() => true) };
}
