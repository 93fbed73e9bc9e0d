import { beforeEach, expect, it, vi } from 'vitest';
import { verbatim } from '../../engine/contract/messages';
import type { EngineEvent } from '../../engine/contract/protocol';
import type { StudyStatus } from '../../engine/contract/studies';
import type { ConnectionState } from './engine-client';
import { runningStudies, startRunningStudies } from './running-studies';
import { client } from './session';

const status = (study: string, state: StudyStatus['state'], done = 0): StudyStatus => ({
  ...{ study, title: study, state, message: verbatim(''), runs: 3, done, running: 1, failed: 0, secondsLeft: null },
});

let emit: (event: EngineEvent) => void;
let connect: (state: ConnectionState) => void;

beforeEach(() => {
  vi.spyOn(client, 'onEvent').mockImplementation((listener) => {
    emit = listener;
    return () => undefined;
  });
  vi.spyOn(client, 'onState').mockImplementation((listener) => {
    connect = listener;
    return () => undefined;
  });
});

it('finds the running studies, follows them to their end, and forgets them without the engine', async () => {
  const studies = [status('a', 'running', 1), status('b', 'finished', 3)];
  vi.spyOn(client, 'request').mockResolvedValue({ studies } as never);
  const shown = () => runningStudies.getState().list.map(({ study, done }) => `${study} ${done}`);
  startRunningStudies();
  connect('connected');
  await vi.waitFor(() => expect(shown()).toEqual(['a 1']));
  emit({ type: 'event', event: 'study', status: status('c', 'running') });
  emit({ type: 'event', event: 'study', status: status('a', 'running', 2) });
  expect(shown()).toEqual(['a 2', 'c 0']);
  emit({ type: 'event', event: 'study', status: status('a', 'finished', 3) });
  expect(shown()).toEqual(['c 0']);
  connect('lost');
  expect(shown()).toEqual([]);
});
