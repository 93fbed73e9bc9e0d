import { describe, expect, it } from 'vitest';
import { protocolVersion, type Port } from '../../engine/contract/protocol';
import { EngineClient, waitBefore } from './engine-client';

/** A port whose other end is in the test. Its engine replies to the editor's hello with a protocol version. */
function fakePort(hello: unknown = { type: 'hello', protocol: protocolVersion }) {
  const sent: unknown[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  const port: Port = {
    send: (message) => {
      if ((message as { type: string }).type === 'hello') listeners.forEach((listener) => listener(hello));
      else sent.push(message);
    },
    onMessage: (listener) => listeners.push(listener),
    onClose: (listener) => closers.push(listener),
  };
  return {
    port,
    sent,
    say: (message: unknown) => listeners.forEach((listener) => listener(message)),
    close: () => closers.forEach((listener) => listener()),
  };
}

describe('the connection of the editor to the engine', () => {
  it('matches replies to requests, in any order', async () => {
    const far = fakePort();
    const client = new EngineClient(() => Promise.resolve(far.port));
    await client.connect();
    const first = client.request('runs', {});
    const second = client.request('doctor', {});
    far.say({ type: 'reply', id: 2, result: { backends: [] } });
    far.say({ type: 'reply', id: 1, result: { runs: [] } });
    expect(await second).toEqual({ backends: [] });
    expect(await first).toEqual({ runs: [] });
  });

  it('passes on a refusal with its node, and rejects an answer that violates the contract', async () => {
    const far = fakePort();
    const client = new EngineClient(() => Promise.resolve(far.port));
    await client.connect();
    const refused = client.request('stop', { run: 'x' });
    far.say({ type: 'error', id: 1, error: { code: 'refused', reason: { code: 'noRun', run: 'x' }, node: 'rmm' } });
    await expect(refused).rejects.toMatchObject({
      code: 'refused',
      message: 'There is no run “x”.',
      node: 'rmm',
    });
    const wrong = client.request('runs', {});
    far.say({ type: 'reply', id: 2, result: { runs: 'many' } });
    await expect(wrong).rejects.toThrow('Invalid reply to “runs” at runs');
  });

  it('reconnects after a lost connection, with increasing delays, and drops open requests', async () => {
    const ports = [fakePort(), fakePort()];
    const waits: number[] = [];
    let attempt = 0;
    const client = new EngineClient(
      () => {
        attempt += 1;
        if (attempt === 2 || attempt === 3) return Promise.reject(new Error('gone'));
        return Promise.resolve((attempt === 1 ? ports[0] : ports[1])?.port as Port);
      },
      (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
    );
    const states: string[] = [];
    client.onState((state) => states.push(state));
    await client.connect();
    const pending = client.request('runs', {});
    const back = new Promise<void>((resolve) =>
      client.onState((state) => {
        if (state === 'connected' && states.includes('lost')) resolve();
      }),
    );
    ports[0]?.close();
    await expect(pending).rejects.toMatchObject({ code: 'unreachable' });
    await back;
    expect(states).toEqual(['connecting', 'connected', 'lost', 'connected']);
    expect(waits).toEqual([waitBefore(0), waitBefore(1)]);
    expect(waitBefore(1)).toBeGreaterThan(waitBefore(0));
    // Messages of the old connection are ignored.
    ports[0]?.say({ type: 'reply', id: 2, result: { runs: [] } });
    const answered = client.request('runs', {});
    ports[1]?.say({ type: 'reply', id: 2, result: { runs: [] } });
    expect(await answered).toEqual({ runs: [] });
  });

  it.each([
    ['an older engine', { type: 'hello', protocol: protocolVersion - 1 }, 'The engine is older than this window'],
    ['a newer engine', { type: 'hello', protocol: protocolVersion + 1 }, 'This window is older than the engine'],
    ['an engine without a handshake', { type: 'error', id: null }, 'The engine is older than this window'],
  ])('rejects every request to %s with one sentence', async (_, hello, sentence) => {
    const far = fakePort(hello);
    const client = new EngineClient(() => Promise.resolve(far.port));
    const states: string[] = [];
    client.onState((state) => states.push(state));
    await client.connect();
    expect(states).toEqual(['connecting', 'incompatible']);
    await expect(client.request('runs', {})).rejects.toThrow(sentence);
    expect(far.sent).toEqual([]);
  });
});
