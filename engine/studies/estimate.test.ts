import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { withStages } from '../../test/fixtures/stages';
import { probedSeconds, secondsLeft, sizeOf } from './estimate';
import { defaultWorkers, slowdown } from './workers';

const waiting = (name: string, epochs: number, share = 0) => ({
  name,
  share,
  document: tinyPipeline({ trainer: { epochs, batchSize: 10 } }),
});

/** Workers with a core for each, which do not slow one another. */
const on = (workers: number) => ({ workers, threads: 1, cores: Infinity });

describe('the estimate of the remaining time', () => {
  it('uses the duration of runs of the same name, and the median time per epoch for others', () => {
    const known = [
      { name: 'a', seconds: 20, epochs: 2 },
      { name: 'b', seconds: 60, epochs: 2 },
    ];
    expect(secondsLeft([waiting('a', 2), waiting('b', 2)], known, on(1), [])).toBe(20 + 60);
    // Twice the epochs at the median of 10 and 30 seconds each.
    expect(secondsLeft([waiting('c', 4)], known, on(1), [])).toBe(80);
    expect(secondsLeft([waiting('a', 2, 0.75)], known, on(1), [])).toBe(5);
  });

  it('divides by the workers, but is at least that of the longest run', () => {
    const known = [{ name: 'a', seconds: 10, epochs: 1 }];
    const runs = Array.from({ length: 6 }, () => waiting('a', 1));
    expect(secondsLeft(runs, known, on(3), [])).toBe(20);
    expect(secondsLeft(runs, known, on(100), [])).toBe(10);
  });

  it('is based on probed graphs before any run is finished, and is null without one', () => {
    const size = sizeOf(waiting('a', 3).document);
    expect(secondsLeft([waiting('a', 3)], [], on(1), [{ size: 1, secondsPerEpoch: 4 }])).toBe(12);
    const probes = [
      { size: size / 2, secondsPerEpoch: 2 },
      { size: 2 * size, secondsPerEpoch: 8 },
    ];
    // A third of the way from the smaller to the larger one.
    expect(secondsLeft([waiting('a', 3)], [], on(1), probes)).toBeCloseTo(3 * 4, 9);
    expect(secondsLeft([waiting('a', 3)], [], on(1), [])).toBeNull();
    expect(secondsLeft([], [], on(1), [])).toBe(0);
  });

  it('equals that of Train for a graph whose single runs were timed, until a run of its name is finished', () => {
    const single = (basis: 'sameGraph' | 'otherGraphs', seconds: number) =>
      ({ estimate: { basis, seconds, runs: 1, backend: 'onnx' }, threads: 1 }) as const;
    const run = { ...waiting('a', 3), single: single('sameGraph', 40) };
    const probes = [{ size: 1, secondsPerEpoch: 4 }];
    expect(secondsLeft([run, { ...run, share: 0.5 }], [], on(1), probes)).toBe(60);
    expect(secondsLeft([run], [{ name: 'a', seconds: 20, epochs: 2 }], on(1), [])).toBe(30);
    // A probed graph or another run of the study takes precedence over a scaled estimate.
    const scaled = { ...waiting('a', 3), single: single('otherGraphs', 50) };
    expect(secondsLeft([scaled], [], on(1), probes)).toBe(12);
    expect(secondsLeft([scaled], [{ name: 'b', seconds: 20, epochs: 2 }], on(1), [])).toBe(30);
    expect(secondsLeft([scaled], [], on(1), [])).toBe(50);
    expect(
      secondsLeft([{ ...waiting('a', 3), single: { estimate: { basis: 'none' }, threads: 1 } }], [], on(1), []),
    ).toBeNull();
  });

  it('slows single runs and probes beside others, until finished runs show by how much', () => {
    const estimate = { basis: 'sameGraph', seconds: 25, runs: 1, backend: 'onnx' } as const;
    const runs = ['a', 'a', 'a', 'b', 'b', 'b'].map((name) => ({
      ...waiting(name, 3),
      single: { estimate, threads: 2 },
    }));
    // Each worker has one of two cores; a single run had both, and so had a probe with two threads.
    const sharing = { workers: 2, threads: 2, cores: 2 };
    expect(secondsLeft(runs, [], sharing, [])).toBe(3 * 50);
    expect(secondsLeft([waiting('a', 3)], [], sharing, [{ size: 1, secondsPerEpoch: 4 }])).toBe(24);
    // A finished run of “a” took 1.6 times as long as alone; so does “b”.
    const known = [{ name: 'a', seconds: 40, epochs: 3, single: 25 }];
    expect(secondsLeft(runs.slice(1), known, sharing, [])).toBeCloseTo(3 * 40, 9);
  });

  it('has the time of whole runs: three on two workers take as long as two in a row', () => {
    const known = [{ name: 'a', seconds: 10, epochs: 1 }];
    expect(secondsLeft([waiting('a', 1), waiting('a', 1), waiting('a', 1)], known, on(2), [])).toBe(20);
  });

  it('includes the steps of a probed graph, and its evaluations as a third of a step each', () => {
    const probe = { secondsPerStep: 2, secondsToFirstPoint: 5, questions: { train: 95, validation: 12, test: 30 } };
    // Three epochs of 10 steps; 2 batches of validation after each and 3 of the test.
    expect(probedSeconds(probe, waiting('a', 3).document)).toBeCloseTo(5 + 2 * (30 + (3 * 2 + 3) / 3), 9);
  });
});

describe('the estimate for a graph with stages', () => {
  const staged = {
    ...waiting('a', 3),
    document: withStages(waiting('a', 3).document, [
      { name: 'one', parameters: { epochs: 1, batchSize: 20 }, frozen: [] },
      { name: 'two', parameters: {}, frozen: [] },
    ]),
  };

  it('has the epochs of all stages', () => {
    expect(secondsLeft([staged], [{ name: 'a', seconds: 20, epochs: 2 }], on(1), [])).toBe(40);
  });

  it('scales the steps of a probe of the first stage by the batch size', () => {
    const probe = { secondsPerStep: 4, secondsToFirstPoint: 5, questions: { train: 100, validation: 20, test: 20 } };
    // One epoch of 5 steps of 4 s and 2 evaluated batches; three of 10 steps of 2 s and 2 · 3 + 2 evaluated batches.
    expect(probedSeconds(probe, staged.document)).toBeCloseTo(5 + 4 * (5 + 2 / 3) + 2 * (30 + 8 / 3), 9);
  });
});

describe('the expected slowdown of a run beside others', () => {
  const ratio = (workers: number, threads: number, cores: number, alone: number) =>
    slowdown({ workers, threads, cores }, alone);

  it('is that of cores shared by runs that keep them busy', () => {
    expect([ratio(2, 1, 2, 2), ratio(1, 1, 2, 2), ratio(1, 2, 2, 2)]).toEqual([2, 2, 1]);
  });

  it('is none for small graphs, which have one thread alone too, up to one run per core', () => {
    expect([ratio(1, 1, 2, 1), ratio(2, 1, 2, 1), ratio(4, 1, 2, 1)]).toEqual([1, 1, 2]);
    expect([ratio(4, 1, 4, 1), ratio(8, 1, 4, 1), ratio(8, 1, Infinity, 1)]).toEqual([1, 2, 1]);
  });
});

describe('the number of workers', () => {
  const tiny = [tinyPipeline()];
  it('is a core for every thread of a run', () => {
    expect(defaultWorkers(tiny, 1, { cores: 8, freeMiB: 1e6 })).toBe(8);
    expect(defaultWorkers(tiny, 3, { cores: 8, freeMiB: 1e6 })).toBe(2);
    expect(defaultWorkers(tiny, 16, { cores: 8, freeMiB: 1e6 })).toBe(1);
  });

  it('is limited by the free memory, and at least one', () => {
    const few = defaultWorkers(tiny, 1, { cores: 64, freeMiB: 2000 });
    expect(few).toBeGreaterThan(1);
    expect(few).toBeLessThan(10);
    const large = tinyPipeline({ trainer: { epochs: 1, batchSize: 4096 } });
    expect(defaultWorkers([...tiny, large], 1, { cores: 64, freeMiB: 2000 })).toBeLessThan(few);
    expect(defaultWorkers(tiny, 1, { cores: 64, freeMiB: 10 })).toBe(1);
  });
});
