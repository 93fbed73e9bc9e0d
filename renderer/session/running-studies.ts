import { createStore } from 'zustand/vanilla';
import type { StudyStatus } from '../../engine/contract/studies';
import { client } from './session';

/** Studies that this engine runs, in the order of their start. */
export const runningStudies = createStore<{ readonly list: readonly StudyStatus[] }>(() => ({ list: [] }));

function take(status: StudyStatus): void {
  runningStudies.setState(({ list }) => {
    const others = list.filter(({ study }) => study !== status.study);
    if (status.state !== 'running') return { list: others };
    const known = others.length < list.length;
    return { list: known ? list.map((one) => (one.study === status.study ? status : one)) : [...list, status] };
  });
}

/** Follows the engine's studies during the life of the window. */
export function startRunningStudies(): void {
  client.onEvent((event) => {
    if (event.event === 'study') take(event.status);
  });
  client.onState((connection) => {
    if (connection !== 'connected') return runningStudies.setState({ list: [] });
    client.request('studies', {}).then(
      ({ studies }) => runningStudies.setState({ list: studies.filter(({ state }) => state === 'running') }),
      // The list of the experiments reports the error; here the next event is enough.
      () => undefined,
    );
  });
}
