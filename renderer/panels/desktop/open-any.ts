import { z } from 'zod';
import { parseStudy, studyFormat } from '../../../graph-nodes/study/document';
import { openFile } from '../../documents/files';
import type { FileState } from '../../documents/open-graph';
import { session } from '../../session/session';
import { openDialog } from '../../ui/panels';
import { importRun } from '../experiments/import-run';
import { editDraft, experiments } from '../experiments/store';
import { draftOf } from '../experiments/study-draft';

const headSchema = z.object({ format: z.literal(studyFormat) });

/** True for a study document, valid or not. */
function isStudy(text: string): boolean {
  try {
    return headSchema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** True for a zip file, by its first bytes. */
const isZip = async (file: File): Promise<boolean> => {
  const [p, k] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return p === 0x50 && k === 0x4b;
};

/** Resolves when the engine is connected, because the application may start with a file. */
function whenConnected(): Promise<void> {
  return new Promise((resolve) => {
    const connected = () => session.getState().connection === 'connected';
    if (connected()) return resolve();
    const stop = session.subscribe(() => {
      if (!connected()) return;
      stop();
      resolve();
    });
  });
}

/**
 * Opens a file by its content: a graph in a tab, a study in its form, a run as a zip in the list of runs.
 * @param write saves a graph to the file; undefined if the host does not
 * @throws if a study or a run cannot be read
 */
export async function openAny(file: File, write?: FileState['write']): Promise<void> {
  if (await isZip(file)) {
    await whenConnected();
    openDialog('experiments');
    return importRun(file);
  }
  const text = await file.text();
  if (!isStudy(text)) return openFile(file, write);
  const study = parseStudy(text);
  await whenConnected();
  editDraft(draftOf(study));
  experiments.setState({ page: 'study' });
  openDialog('experiments');
}
