import { z } from 'zod';
import { DatasetError } from '../../graph-nodes/datasets/dataset';
import { oneLine } from '../../graph-nodes/graph/messages';
import { firstFault, pathText, type ValueFault } from '../../graph-nodes/graph/value-faults';
import { DocumentError } from '../../graph-nodes/graph/versioned';
import { StudyError } from '../../graph-nodes/study/study-error';
import { inEnglish, verbatim, type EngineMessage } from './messages';

/**
 * Error of a request that was not carried out, with its reason as a message. `refused`: the input is wrong (exit code
 * 2). `failed`: the engine failed (exit code 1). `unreachable`: the engine did not receive the request.
 */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: 'refused' | 'failed' | 'unreachable',
    readonly reason: EngineMessage,
    /** The node of the graph that the error belongs to. */
    readonly node?: string,
  ) {
    super(oneLine(inEnglish(reason)));
  }
}

const codedErrors = [RequestError, DatasetError, DocumentError, StudyError] as const;

/**
 * Finds the first fault of a value and its place, which is empty for the whole value.
 * @param value as the schema checked it
 */
export function faultIn(error: z.ZodError, value: unknown): { readonly place: string; readonly fault: ValueFault } {
  const { path, fault } = firstFault(error, value);
  return { place: pathText(path), fault };
}

/** Returns the message of any thrown value. */
export function errorMessage(error: unknown): EngineMessage {
  for (const kind of codedErrors) if (error instanceof kind) return error.reason;
  if (error instanceof z.ZodError) return { code: 'wrongField', place: pathText(error.issues[0]?.path ?? []) };
  return verbatim(error instanceof Error ? error.message : String(error));
}
