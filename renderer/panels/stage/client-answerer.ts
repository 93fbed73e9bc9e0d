import { client } from '../../session/session';
import type { Answerer } from '../../stage/answerer';

/** Answers of a run from the connected engine. */
export const clientAnswerer = (run: string): Answerer => ({
  facts: () => client.request('stage', { run }),
  ask: (question) => client.request('askStage', question),
});
