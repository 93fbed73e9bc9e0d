import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protocolVersion, type EngineEvent, type Message } from '../../engine/contract/protocol';
import type { FromEngineProcess, ToEngineProcess } from '../../engine/hosts/engine-child';
import { builtNode } from '../../engine/platform/package-root';
import { listRuns } from '../../engine/runs/list';
import { resumeRun } from '../../engine/runs/resume-run';
import { tinyPipeline } from '../fixtures/graphs';

let runs: string;
let engine: ChildProcess;
beforeEach(async () => {
  runs = await mkdtemp(path.join(os.tmpdir(), 'studio-death-'));
  engine = fork(path.join(builtNode, 'engine-process.js'), [runs]);
});
afterEach(async () => {
  engine.kill('SIGKILL');
  await rm(runs, { recursive: true });
});

const send = (message: ToEngineProcess): boolean => engine.send(message);

/** Trains without end, and resolves at the first requested event. */
function trainUntil(wanted: (event: EngineEvent) => boolean): Promise<void> {
  const graph = tinyPipeline({
    dataset: { scenes: 30, visualWidth: 8, seconds: 3 },
    // Only an interruption saves within the first hour.
    trainer: { epochs: 10_000, batchSize: 16, checkpointEvery: 3600 },
  });
  return new Promise((resolve, reject) => {
    engine.on('message', ({ message }: FromEngineProcess) => {
      const received = message as Message;
      if (received.type === 'error') reject(new Error(JSON.stringify(received.error)));
      if (received.type === 'event' && wanted(received)) resolve();
    });
    send({ client: 1, message: { type: 'hello', protocol: protocolVersion } });
    const parameters = { graph, backend: 'wasm' };
    send({ client: 1, message: { type: 'request', id: 1, method: 'train', parameters } });
  });
}

const exited = (): Promise<number | null> => new Promise((resolve) => engine.once('exit', resolve));

describe('a run whose serving process', () => {
  it('dies is interrupted at its last step, and can be resumed there', async () => {
    await trainUntil((event) => event.event === 'step' && event.record.step >= 3);
    const gone = exited();
    // The channel closes as if the parent was killed.
    engine.disconnect();
    expect(await gone).toBe(0);
    const [stored] = await listRuns(runs);
    expect(stored).toMatchObject({ state: 'interrupted', resumable: true });
    expect(stored?.step).toBeGreaterThanOrEqual(3);
    const resumed = await resumeRun(stored?.folder ?? '', () => undefined);
    expect(resumed.status.step).toBe(stored?.step);
    resumed.stop();
    await resumed.run();
  });

  it('requests the engine to close is stopped, with its result', async () => {
    await trainUntil((event) => event.event === 'step');
    const gone = exited();
    send({ close: true });
    expect(await gone).toBe(0);
    expect(await listRuns(runs)).toMatchObject([{ state: 'stopped', result: { stopped: true } }]);
  });
});
