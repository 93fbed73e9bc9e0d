import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../engine/contract/protocol';
import type { RunStatus } from '../../../engine/contract/runs';
import { decimate } from '../charts/decimate';
import { formatBytes, formatDuration, formatLoss } from '../../words/format';
import { applyEvents, endOfLost, joinHistory, runToJoin } from '../../session/run-log';

const status = (run: string, changes: Partial<RunStatus> = {}): RunStatus => ({
  run,
  title: run,
  state: 'training',
  message: { code: 'runTraining' },
  epoch: 0,
  epochs: 1,
  step: 0,
  steps: 10,
  secondsPerStep: null,
  secondsLeft: null,
  ...changes,
});
const statusEvent = (...parameters: Parameters<typeof status>): EngineEvent => ({
  type: 'event',
  event: 'status',
  status: status(...parameters),
});
const step = (run: string, number: number): EngineEvent => ({
  type: 'event',
  event: 'step',
  run,
  record: { step: number, epoch: 0, losses: { total: number } },
});
const steps = (log: ReturnType<typeof applyEvents>) => log?.steps.map((record) => record.step);

describe('the log of a run', () => {
  it('follows one run to its end, then the next that starts', () => {
    const first = applyEvents(undefined, [statusEvent('a'), step('a', 1), step('b', 7), step('a', 2)]);
    expect(steps(first)).toEqual([1, 2]);
    expect(applyEvents(first, [statusEvent('b')])?.status.run).toBe('a');
    const next = applyEvents(first, [statusEvent('a', { state: 'finished' }), statusEvent('b'), step('b', 1)]);
    expect(next?.status.run).toBe('b');
    expect(steps(next)).toEqual([1]);
  });

  it('merges missed points with new ones, each point once', () => {
    const late = applyEvents(undefined, [statusEvent('a', { step: 3 }), step('a', 2), step('a', 3)]);
    const history = {
      status: status('a', { step: 2 }),
      steps: [1, 2].map((number) => ({ step: number, epoch: 0, losses: { total: number } })),
      epochs: [],
    };
    const joined = joinHistory(late, history);
    expect(steps(joined)).toEqual([1, 2, 3]);
    expect(joined.status.step).toBe(3);
    expect(steps(applyEvents(joined, [step('a', 3), step('a', 4)]))).toEqual([1, 2, 3, 4]);
  });

  it('marks a run that ended with its engine as failed, and keeps its curves', () => {
    const log = applyEvents(undefined, [statusEvent('a'), step('a', 1)]);
    expect(endOfLost(log, [status('a')])?.status.state).toBe('training');
    const lost = endOfLost(log, []);
    expect(lost?.status).toMatchObject({ state: 'failed', message: { code: 'engineRestarted' } });
    expect(steps(lost)).toEqual([1]);
  });

  it('gives a new window the running run, else the newest', () => {
    const finished = status('new', { state: 'finished' });
    expect(runToJoin([finished, status('old')])?.run).toBe('old');
    expect(runToJoin([finished, status('older', { state: 'failed' })])?.run).toBe('new');
    expect(runToJoin([])).toBeUndefined();
  });
});

describe('decimating a curve', () => {
  it('keeps the ends, the extremes and the order, within its limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 10, max: 100 }),
        (values, limit) => {
          const rows = values.map((value, index) => ({ index, value }));
          const kept = decimate(rows, limit, ({ value }) => value);
          expect(kept.length).toBeLessThanOrEqual(Math.max(limit, 4));
          expect(kept[0]).toBe(rows[0]);
          expect(kept.at(-1)).toBe(rows.at(-1));
          expect(Math.max(...kept.map(({ value }) => value))).toBe(Math.max(...values));
          expect(Math.min(...kept.map(({ value }) => value))).toBe(Math.min(...values));
          kept.forEach(({ index }, place) => expect(index).toBeGreaterThan(kept[place - 1]?.index ?? -1));
        },
      ),
    );
  });
});

describe('numbers for people', () => {
  it.each([
    [formatDuration(42.4), '42 s'],
    [formatDuration(185), '3 min 05 s'],
    [formatDuration(7800), '2 h 10 min'],
    [formatBytes(0), '0 B'],
    [formatBytes(1536), '1.5 KiB'],
    [formatBytes(3 * 2 ** 30), '3.0 GiB'],
    [formatLoss(0.123456), '0.1235'],
    [formatLoss(1.5e-7), '1.50e-7'],
  ])('%s', (found, expected) => {
    expect(found).toBe(expected);
  });
});
