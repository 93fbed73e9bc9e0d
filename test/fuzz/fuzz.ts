import fc from 'fast-check';
import { RequestError } from '../../engine/contract/errors';
import { SafetensorsError } from '../../engine/files/safetensors';
import { DatasetError } from '../../graph-nodes/datasets/dataset';
import { DocumentError } from '../../graph-nodes/graph/document';
import { StudyError } from '../../graph-nodes/study/study-error';
import { applyEdits, edits, type Edit } from './mutations';
import type { Base, Parser } from './parsers';

/** Results of one parser. */
export interface Fuzzed {
  readonly parser: string;
  readonly inputs: number;
  readonly accepted: number;
  /** Longest time on the processor of one input, in milliseconds. */
  readonly longest: number;
}

const coded = [RequestError, DatasetError, DocumentError, StudyError, SafetensorsError] as const;
/** Maximum processor time for one input, in milliseconds: that of all threads, which other programs do not increase. */
const mostMilliseconds = 1000;
/** Maximum length of a message in characters; longer texts of an input are shortened in it. */
const longestMessage = 2000;

interface Input {
  readonly pick: number;
  readonly inPart: boolean;
  readonly changes: readonly Edit[];
}

const inputs: fc.Arbitrary<Input> = fc.record({ pick: fc.nat(), inPart: fc.boolean(), changes: edits });

function bytesOf(bases: readonly Base[], { pick, inPart, changes }: Input): Uint8Array {
  const base = bases[pick % bases.length] as Base;
  return inPart && base.part ? base.part.place(applyEdits(base.part.bytes, changes)) : applyEdits(base.bytes, changes);
}

/**
 * Passes mutated real files to a parser. Each is accepted, or refused with a coded error of one line, within a second.
 * @throws with the smallest failing input
 */
export async function fuzz({ name, bases, parse }: Parser, count: number, seed: number): Promise<Fuzzed> {
  let [accepted, longest] = [0, 0];
  const property = fc.asyncProperty(inputs, async (input) => {
    const bytes = bytesOf(bases, input);
    const before = process.cpuUsage();
    try {
      await parse(bytes);
      accepted += 1;
    } catch (error) {
      if (!coded.some((kind) => error instanceof kind)) throw error;
      const { message } = error as Error;
      if (/[\n\r]/u.test(message)) throw new Error(`The message has several lines: ${message}`, { cause: error });
      if (message.length > longestMessage) {
        throw new Error(`The message has ${message.length} characters.`, { cause: error });
      }
      if (error instanceof RequestError && error.code !== 'refused') throw error;
    }
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    if (user + system > mostMilliseconds * 1000) throw new Error(`It took ${(user + system) / 1000} ms.`);
  });
  await fc.assert(property, { numRuns: count, seed });
  return { parser: name, inputs: count, accepted, longest };
}
