import { parentPort } from 'node:worker_threads';
import { FeatureFileError } from './feature-file-error';
import { readSeconds } from './feature-files';
import type { Asked, Answered } from './feature-reader';

/** Handler of the thread of {@link readFeatures}: reads the requested features and transfers them without a copy. */
async function answer({ id, file, frame, kept, only }: Asked): Promise<void> {
  const post = (answered: Answered, moved: readonly ArrayBuffer[] = []) => parentPort?.postMessage(answered, moved);
  try {
    const values = await readSeconds(file, frame, kept, only);
    post({ id, values }, [values.buffer]);
  } catch (error) {
    if (error instanceof FeatureFileError) post({ id, problem: error.problem, reason: error.reason });
    else post({ id, message: error instanceof Error ? error.message : String(error) });
  }
}

parentPort?.on('message', (asked: Asked) => void answer(asked));
