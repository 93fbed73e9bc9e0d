import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { ChildEnd } from '../engine/platform/child-process';
import { ChildRequests } from './child-requests';
import { EngineChildren, readFromEngine, type ToEngine } from './engine-messages';

/** A utility process that records what it receives. */
class FakeProcess extends EventEmitter {
  readonly received: unknown[] = [];
  killed = false;

  constructor(
    readonly script: string,
    readonly quiet: boolean,
  ) {
    super();
  }

  postMessage(message: unknown): void {
    this.received.push(message);
  }

  kill(): boolean {
    this.killed = true;
    return this.emit('exit', 15);
  }
}

/** Both ends: the requests of the engine, and the main process that executes them. */
function connected() {
  const processes: FakeProcess[] = [];
  const told: ToEngine[] = [];
  const main = new EngineChildren(
    (script, quiet) => {
      const process = new FakeProcess(script, quiet);
      processes.push(process);
      return process;
    },
    (message) => {
      told.push(message);
      if (message.kind === 'child' || message.kind === 'ended') requests.receive(message);
    },
  );
  const requests = new ChildRequests((request) => {
    const read = readFromEngine(structuredClone(request));
    if (read && read.kind !== 'run') main.receive(read);
  });
  return { main, requests, processes, told };
}

describe('child processes of the engine within Electron', () => {
  it('start in the main process, receive orders and report', () => {
    const { requests, processes } = connected();
    const child = requests.start('study-process', {});
    const heard: unknown[] = [];
    const ends: ChildEnd[] = [];
    child.onMessage((message) => heard.push(message));
    child.onEnd((end) => ends.push(end));
    child.send({ order: 'train' });
    const [process] = processes;
    expect(process).toMatchObject({ script: 'study-process', quiet: false, received: [{ order: 'train' }] });
    process?.emit('message', { message: { progress: 0.5 } });
    process?.emit('message', { last: { outcome: { state: 'done' } } });
    expect(heard).toEqual([{ progress: 0.5 }, { outcome: { state: 'done' } }]);
    // The last message is answered before the process ends.
    expect(process?.received).toEqual([{ order: 'train' }, null]);
    expect(ends).toEqual([]);
    process?.emit('exit', 0);
    expect(ends).toEqual([{ exitCode: 0 }]);
  });

  it('are distinguished', () => {
    const { requests, processes } = connected();
    const heard: unknown[] = [];
    requests.start('backend-process', { quiet: true }).onMessage((message) => heard.push(['first', message]));
    requests.start('study-process', {}).onMessage((message) => heard.push(['second', message]));
    processes[1]?.emit('message', { message: 1 });
    processes[0]?.emit('message', { message: 2 });
    expect(heard).toEqual([
      ['second', 1],
      ['first', 2],
    ]);
    expect(processes[0]?.quiet).toBe(true);
  });

  it('end on request of the engine, and with the engine', () => {
    const { main, requests, processes, told } = connected();
    requests.start('study-process', {}).kill();
    expect(processes[0]?.killed).toBe(true);
    expect(told).toEqual([{ kind: 'ended', child: 1, exitCode: 15 }]);
    requests.start('study-process', {});
    requests.start('study-process', {});
    main.killAll();
    expect(processes.map(({ killed }) => killed)).toEqual([true, true, true]);
  });

  it('are only the engine’s own scripts', () => {
    const start = { kind: 'start', child: 1, script: 'study-process', quiet: false };
    expect(readFromEngine(start)).toEqual(start);
    for (const script of ['../../evil', 'studio', 'electron-main']) {
      expect(readFromEngine({ ...start, script }), script).toBeUndefined();
    }
    expect(readFromEngine(null)).toBeUndefined();
    expect(readFromEngine({ kind: 'quit' })).toBeUndefined();
  });
});
