import type { StoredRunSummary } from '../../../engine/contract/runs';
import type { StudyRun } from '../../../engine/contract/studies';
import { useMessages } from '../../words';

type State = StoredRunSummary['state'] | StudyRun['state'];

/** Name of a state. */
export function useStateName(): (state: State) => string {
  const m = useMessages();
  const names: Readonly<Record<State, string>> = { ...m.run.states, ...m.experiments.states };
  return (state) => names[state];
}
