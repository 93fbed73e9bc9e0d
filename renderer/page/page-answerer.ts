import { failureKey, type StagePage } from '../../engine/contract/stage-page';
import type { Answerer } from '../stage/answerer';

/** Answers that are inside the page. */
export function pageAnswerer({ facts, answers }: StagePage): Answerer {
  return {
    facts: () => Promise.resolve(facts),
    ask({ about, question, audio, visual }) {
      const index = facts.questions.findIndex(
        ({ video, text }) => 'video' in about && video === about.video && text.replace(/\?$/, '') === question,
      );
      const key = failureKey({ audio, visual });
      const answer = key === undefined ? undefined : answers[index]?.[key];
      if (answer) return Promise.resolve(answer);
      return Promise.reject(new Error(`This page has no answer to “${question}” with these failures.`));
    },
  };
}
