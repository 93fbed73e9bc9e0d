import { WebSocket } from 'ws';

/** Memory of a Node process after a garbage collection, in MiB. */
export interface NodeMemory {
  /** The name of its script: `studio`, `page-process`, `engine-process`. */
  readonly name: string;
  readonly pid: number;
  readonly rss: number;
  readonly heap: number;
  /** Memory outside of the heap that objects in it use, including array buffers. */
  readonly external: number;
}

const read = `(() => {
  const { rss, heapUsed, external } = process.memoryUsage();
  const name = process.argv[1].split(/[\\\\/]/).at(-1).replace(/\\.m?js$/, '');
  return JSON.stringify({ name, pid: process.pid, rss, heap: heapUsed, external });
})()`;

/** Addresses of inspectors in the standard error of processes with NODE_OPTIONS=--inspect=127.0.0.1:0. */
export const inspectorsIn = (errors: string): string[] =>
  [...errors.matchAll(/Debugger listening on (ws:\S+)/g)].flatMap(([, address]) => (address ? [address] : []));

/**
 * Runs the garbage collection of a process and reads its memory through its inspector; undefined if the process has
 * ended.
 */
export async function readNodeMemory(address: string): Promise<NodeMemory | undefined> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (result: unknown) => void>();
  try {
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.on('message', (data: Buffer) => {
      const { id, result } = JSON.parse(data.toString()) as { id: number; result: unknown };
      waiting.get(id)?.(result);
    });
    const call = (id: number, method: string, params: object = {}) =>
      new Promise<unknown>((resolve, reject) => {
        waiting.set(id, resolve);
        socket.once('close', () => reject(new Error('The process ended.')));
        socket.send(JSON.stringify({ id, method, params }));
      });
    await call(1, 'HeapProfiler.collectGarbage');
    const answer = (await call(2, 'Runtime.evaluate', { expression: read })) as { result: { value: string } };
    const memory = JSON.parse(answer.result.value) as NodeMemory;
    const inMiB = (bytes: number) => bytes / 2 ** 20;
    return { ...memory, rss: inMiB(memory.rss), heap: inMiB(memory.heap), external: inMiB(memory.external) };
  } catch {
    return undefined;
  } finally {
    socket.terminate();
  }
}
