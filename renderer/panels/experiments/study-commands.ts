import type { StudyDocument } from '../../../graph-nodes/study/document';
import type { PresetStudy } from '../../documents/preset-studies';
import { client } from '../../session/session';
import { openDialog } from '../../ui/panels';
import { applyEvent, editDraft, experiments, showError } from './store';
import { draftOf } from './study-draft';

/** Starts or continues a study, and shows its runs; table and curves show it next. */
export async function startStudy(
  study: StudyDocument,
  { workers, retryFailed = false }: { readonly workers: number | undefined; readonly retryFailed?: boolean },
): Promise<void> {
  try {
    const status = await client.request('startStudy', {
      study,
      retryFailed,
      ...(workers !== undefined && { workers }),
    });
    applyEvent({ type: 'event', event: 'study', status });
    experiments.setState({ shown: status.study, tableOf: status.study });
  } catch (error) {
    showError(error);
  }
}

export async function stopStudy(study: string): Promise<void> {
  try {
    applyEvent({ type: 'event', event: 'study', status: await client.request('stopStudy', { study }) });
  } catch (error) {
    showError(error);
  }
}

/** Starts an unchanged study from the folder of runs. */
export async function continueStudy(study: string, workers: number | undefined, retryFailed: boolean): Promise<void> {
  try {
    const { document } = await client.request('study', { study });
    await startStudy(document, { workers, retryFailed });
  } catch (error) {
    showError(error);
  }
}

/** Opens a study from the folder of runs in the form. */
export async function editStudy(study: string): Promise<void> {
  try {
    editDraft(draftOf((await client.request('study', { study })).document));
  } catch (error) {
    showError(error);
  }
}

/** Puts a bundled study into the form. */
export const takePresetStudy = ({ document }: PresetStudy): void => editDraft(draftOf(document));

/** Opens the form with a bundled study. */
export function openPresetStudy(study: PresetStudy): void {
  takePresetStudy(study);
  experiments.setState({ page: 'study' });
  openDialog('experiments');
}
