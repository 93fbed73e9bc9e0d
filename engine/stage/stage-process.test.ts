import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestError } from '../contract/errors';
import { startChildrenWith, type Child, type ChildEnd } from '../platform/child-process';
import { Stage } from './stage-process';

/** A process with given answers. */
class FakeChild implements Child {
  readonly sent: { readonly id: number }[] = [];
  readonly kill = vi.fn();
  reply: (message: unknown) => void = () => undefined;
  end: (end: ChildEnd) => void = () => undefined;

  send(message: unknown): void {
    this.sent.push(message as { id: number });
  }
  onMessage(listener: (message: unknown) => void): void {
    this.reply = listener;
  }
  onEnd(listener: (end: ChildEnd) => void): void {
    this.end = listener;
  }
}

describe('the process of the stage', () => {
  let children: FakeChild[];
  let restore: () => void;
  let stage: Stage;

  beforeEach(() => {
    vi.useFakeTimers();
    children = [];
    stage = new Stage();
    restore = startChildrenWith((script) => {
      expect(script).toBe('stage-process');
      const child = new FakeChild();
      children.push(child);
      return child;
    });
  });
  afterEach(() => {
    restore();
    vi.useRealTimers();
  });

  it('is one for all requests, and returns to each its own answer or error', async () => {
    const [first, second] = [stage.facts('/runs/a', 'a'), stage.facts('/runs/b', 'b')];
    const [child] = children as [FakeChild];
    expect(children).toHaveLength(1);
    expect(child.sent).toMatchObject([{ folder: '/runs/a', run: 'a' }, { folder: '/runs/b' }]);
    child.reply({ id: child.sent[1]?.id, error: { code: 'refused', reason: { code: 'noRun', run: 'b' } } });
    child.reply({ id: child.sent[0]?.id, result: { run: 'a' } });
    await expect(first).resolves.toEqual({ run: 'a' });
    await expect(second).rejects.toEqual(new RequestError('refused', { code: 'noRun', run: 'b' }));
  });

  it('ends after five minutes without a request, and not before', async () => {
    const asked = stage.facts('/runs/a', 'a');
    const [child] = children as [FakeChild];
    vi.advanceTimersByTime(600_000);
    expect(child.kill).not.toHaveBeenCalled();
    child.reply({ id: child.sent[0]?.id, result: {} });
    await asked;
    vi.advanceTimersByTime(299_000);
    expect(child.kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(child.kill).toHaveBeenCalledOnce();
  });

  it('restarts after its end, which refuses only the pending requests', async () => {
    const lost = stage.facts('/runs/a', 'a');
    children[0]?.end({ signal: 'SIGKILL' });
    await expect(lost).rejects.toEqual(new RequestError('failed', { code: 'stageProcessEnded' }));
    stage.close();
    const again = stage.facts('/runs/a', 'a');
    children[0]?.end({ signal: 'SIGKILL' });
    const [, child] = children as [FakeChild, FakeChild];
    child.reply({ id: child.sent[0]?.id, result: { run: 'a' } });
    await expect(again).resolves.toEqual({ run: 'a' });
  });
});
