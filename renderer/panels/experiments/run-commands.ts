import { openGraph } from '../../documents/open-graphs';
import { showOpened } from '../../session/own-run';
import { client } from '../../session/session';
import { confirm } from '../../ui/confirm';
import { copyText } from '../../ui/copy-text';
import { closeDialog, openLivePanel } from '../../ui/panels';
import { messages } from '../../words';
import type { RunRow } from './run-rows';
import { experiments, refresh, showError } from './store';

/** Opens the graph of a run in a tab, with the run's results on its nodes and in the training panel. */
export async function openWithResults(run: string): Promise<void> {
  try {
    const { graph, ...history } = await client.request('history', { run });
    showOpened(graph, history);
    openGraph(graph);
    closeDialog();
    openLivePanel();
  } catch (error) {
    showError(error);
  }
}

/** Moves runs to the trash. They can be restored together. */
export async function deleteRuns(rows: readonly Pick<RunRow, 'name' | 'title'>[]): Promise<void> {
  const deleted: string[] = [];
  try {
    for (const { name } of rows) {
      const { trashed } = await client.request('deleteRun', { run: name });
      deleted.push(trashed);
    }
  } catch (error) {
    showError(error);
  }
  const gone = rows.slice(0, deleted.length).map(({ name }) => name);
  experiments.setState(({ chosen, undoable }) => ({
    chosen: chosen.filter((name) => !gone.includes(name)),
    undoable:
      deleted.length === 0
        ? undoable
        : rows.slice(0, deleted.length).map(({ name, title }, index) => ({
            trashed: deleted[index] ?? '',
            run: name,
            title,
            deleted: 0,
          })),
  }));
  await refresh();
}

/** Moves deleted runs back to the runs. */
export async function restoreRuns(trashed: readonly string[]): Promise<void> {
  try {
    for (const each of trashed) await client.request('restoreRun', { trashed: each });
  } catch (error) {
    showError(error);
  }
  await refresh();
}

/** Removes the deleted runs permanently, after a confirmation. */
export async function emptyTrash(): Promise<void> {
  const m = messages().experiments.trash;
  const { runs } = experiments.getState().trash;
  if (!(await confirm({ title: m.empty, text: m.emptyText(runs.length), proceed: m.empty }))) return;
  try {
    await client.request('emptyTrash', {});
  } catch (error) {
    showError(error);
  }
  await refresh();
}

/** Copies the path of a run's folder. */
export const copyPath = (folder: string): Promise<void> => copyText(folder, messages().experiments.runs.pathCopy);

/** Shows a folder in the file manager; undefined in a browser, which cannot do that. */
export const showFolder = (): ((folder: string) => void) | undefined => window.studioHost?.showFolder;
