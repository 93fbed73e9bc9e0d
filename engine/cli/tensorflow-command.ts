import { startBackend } from '../backends/backend';
import { inEnglish } from '../contract/messages';
import { tensorflowFolder } from '../platform/machine-folders';
import { buildBinding } from '../backends/tensorflow/build';

export interface BuildTensorflowOptions {
  readonly python: string;
}

/** `studio build-tensorflow`: builds the native binding of TensorFlow, and starts the backend with it. */
export async function buildTensorflowCommand({ python }: BuildTensorflowOptions): Promise<void> {
  const folder = tensorflowFolder();
  const compiler = process.env['CXX'] ?? 'g++';
  const report = (line: string) => void process.stderr.write(`${line}\n`);
  await buildBinding({ folder, python, compiler, report });
  const { detail } = await startBackend('tensorflow');
  process.stdout.write(`${inEnglish(detail)}; it is in ${folder}\n`);
}
