import { startOnnxProgram, type OnnxProvider, type Program } from './onnx-runtime/runtime';
import type { OnnxModel } from '../recorder/model';
import { startTensorflowProgram } from './tensorflow/program';

/** What runs a recorded graph: ONNX Runtime on one of its devices, or TensorFlow. */
export type Provider = OnnxProvider | 'tensorflow';

/**
 * Makes a recorded graph ready to run.
 * @throws {RecordingError} where the provider cannot have it
 */
export const startProgram = (model: OnnxModel, provider: Provider = 'cpu'): Promise<Program> =>
  provider === 'tensorflow' ? startTensorflowProgram(model) : startOnnxProgram(model, provider);
