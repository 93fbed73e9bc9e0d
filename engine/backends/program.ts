import type { OnnxModel } from '../recorder/model';
import type { Program } from './onnx-runtime/runtime';
import { backends } from './table';

/** Name of an executor of recorded graphs, such as an execution provider of ONNX Runtime; see `Backend.program`. */
export type Provider = string;

/**
 * Prepares a recorded graph for execution.
 * @throws {RecordingError} if the provider cannot run it
 */
export function startProgram(model: OnnxModel, provider: Provider = 'cpu'): Promise<Program> {
  const program = backends.find((backend) => backend.program?.provider === provider)?.program;
  if (!program) throw new Error(`No backend has the provider “${provider}”.`);
  return program.start(model);
}
