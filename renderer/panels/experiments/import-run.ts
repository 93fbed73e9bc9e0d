import { client } from '../../session/session';
import { uploadFile } from '../../session/upload';
import { notify, showProgress } from '../../ui/toasts';
import { messages } from '../../words';
import { formatBytes } from '../../words/format';
import { refresh, showRuns } from './store';

/**
 * Sends an exported run as a zip to the engine, with its progress and Cancel, and shows it in the list of runs.
 * @throws {RequestError} if the file is not a run
 */
export async function importRun(file: File): Promise<void> {
  const m = messages().experiments.runs;
  const size = formatBytes(file.size);
  const controller = new AbortController();
  const progress = showProgress(m.sending(file.name, size, 0), () => controller.abort());
  try {
    const upload = await uploadFile(
      client,
      file,
      (sent) => progress.update(m.sending(file.name, size, sent / file.size)),
      controller.signal,
    );
    const { run } = await client.request('importRun', { upload });
    await refresh();
    showRuns([run]);
    notify('info', m.imported(run));
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    progress.end();
  }
}
