import { z } from 'zod';
import { parseStudy, studyFormat } from '../../../graph-nodes/study/document';
import { openFile } from '../../documents/files';
import { client } from '../../session/session';
import { openDialog } from '../../ui/panels';
import { notify } from '../../ui/toasts';
import { messages } from '../../words';
import { encode } from '../experiments/deliver';
import { editDraft, experiments, refresh, showRuns } from '../experiments/store';
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

/**
 * Opens a file by its content: a graph in a tab, a study in its form, a run as a zip in the list of runs.
 * @throws if a study or a run cannot be read
 */
export async function openAny(file: File): Promise<void> {
  if (await isZip(file)) {
    const { run } = await client.request('importRun', { zip: await encode(file) });
    openDialog('experiments');
    await refresh();
    showRuns([run]);
    notify('info', messages().experiments.runs.imported(run));
    return;
  }
  const text = await file.text();
  if (!isStudy(text)) return openFile(file);
  editDraft(draftOf(parseStudy(text)));
  experiments.setState({ page: 'study' });
  openDialog('experiments');
}
