import { EventEmitter } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectToParent, startChild, startChildrenWith, type Child } from './child-process';

/** The port of a utility process to Electron's main process. */
class FakePort extends EventEmitter {
  readonly posted: unknown[] = [];

  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(process, 'parentPort');
});

describe('a child process within Electron', () => {
  it('ends once its last message was answered, and does not treat the reply as an order', () => {
    const port = new FakePort();
    Object.defineProperty(process, 'parentPort', { value: port, configurable: true });
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const parent = connectToParent();
    const orders: unknown[] = [];
    parent.onMessage((message) => orders.push(message));
    port.emit('message', { data: { order: 'train' } });
    parent.send({ progress: 0.5 });
    parent.finish({ outcome: 'done' });
    expect(exit).not.toHaveBeenCalled();
    port.emit('message', { data: null });
    expect(exit).toHaveBeenCalledExactlyOnceWith(0);
    expect(orders).toEqual([{ order: 'train' }]);
    expect(port.posted).toEqual([{ message: { progress: 0.5 } }, { last: { outcome: 'done' } }]);
  });

  it('starts with the function of the host', () => {
    const child: Child = { send: vi.fn(), onMessage: vi.fn(), onEnd: vi.fn(), kill: vi.fn() };
    const start = vi.fn(() => child);
    const restore = startChildrenWith(start);
    expect(startChild('backend-process', { quiet: true })).toBe(child);
    restore();
    expect(start).toHaveBeenCalledExactlyOnceWith('backend-process', { quiet: true });
  });
});
