import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Time of one kind of operator in a step, from ONNX Runtime's profile. */
export interface OperatorShare {
  readonly operator: string;
  readonly calls: number;
  readonly milliseconds: number;
}

interface TraceEvent {
  readonly cat?: string;
  readonly name: string;
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

/**
 * Reads the profiles that sessions left in a folder, and sums the operators of the largest one over the runs of its
 * graph, the most expensive first. The files are removed.
 */
export async function readProfile(folder: string): Promise<OperatorShare[]> {
  const traces: TraceEvent[][] = [];
  for (const name of await readdir(folder)) {
    traces.push(JSON.parse(await readFile(path.join(folder, name), 'utf8')) as TraceEvent[]);
  }
  await rm(folder, { recursive: true });
  const events = traces.toSorted((a, b) => b.length - a.length)[0] ?? [];
  const runs = events.filter(({ name }) => name === 'model_run').length;
  const sums = new Map<string, { calls: number; microseconds: number }>();
  for (const { cat, name, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time') || !args?.op_name) continue;
    const sum = sums.get(args.op_name) ?? { calls: 0, microseconds: 0 };
    sums.set(args.op_name, { calls: sum.calls + 1, microseconds: sum.microseconds + dur });
  }
  return [...sums]
    .map(([operator, { calls, microseconds }]) => ({
      operator,
      calls: calls / runs,
      milliseconds: microseconds / runs / 1000,
    }))
    .toSorted((a, b) => b.milliseconds - a.milliseconds);
}
