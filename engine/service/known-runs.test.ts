import { expect, it } from 'vitest';
import type { RunState, RunStatus } from '../contract/runs';
import { KnownRuns } from './known-runs';

const run = (id: string, state: RunState = 'finished') => ({
  id,
  status: { run: id, state } as RunStatus,
  active: state === 'training',
});
const named = (statuses: readonly RunStatus[]) => statuses.map((status) => status.run);

it('keeps active runs and the last ended ones complete, and the status of earlier ones', () => {
  const runs = new KnownRuns<ReturnType<typeof run>>();
  const active = run('active', 'training');
  runs.add(active);
  for (let index = 1; index <= 7; index += 1) runs.add(run(`run-${index}`));
  expect(runs.list.map(({ id }) => id)).toEqual(['active', 'run-3', 'run-4', 'run-5', 'run-6', 'run-7']);
  expect(runs.active).toBe(active);
  expect(runs.get('run-1')).toBeUndefined();
  expect(runs.statusOf('run-1')).toEqual(run('run-1').status);
  expect(named(runs.statuses)).toEqual(['run-7', 'run-6', 'run-5', 'run-4', 'run-3', 'active', 'run-2', 'run-1']);
});

it('makes a resumed run the newest, removes a deleted one, and limits the number of statuses', () => {
  const runs = new KnownRuns<ReturnType<typeof run>>();
  for (let index = 1; index <= 300; index += 1) runs.add(run(`run-${index}`));
  expect(runs.statuses).toHaveLength(205);
  runs.add(run('run-250'));
  expect(named(runs.statuses).slice(0, 2)).toEqual(['run-250', 'run-300']);
  expect(named(runs.statuses).filter((name) => name === 'run-250')).toHaveLength(1);
  runs.delete('run-299');
  runs.delete('run-150');
  expect(named(runs.statuses)).not.toContain('run-299');
  expect(runs.statusOf('run-150')).toBeUndefined();
});
