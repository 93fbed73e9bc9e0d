import type { StudyDocument } from '../../../graph-nodes/study/document';
import type { PresetStudy } from '../../documents/preset-studies';
import { client } from '../../session/session';
import { openDialog } from '../../ui/panels';
import { editDraft, experiments, hear, sayError } from './store';
import { draftOf } from './study-draft';

/** Starts a study, or goes on with it, and shows its runs. */
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
    hear({ type: 'event', event: 'study', status });
    experiments.setState({ shown: status.study });
  } catch (error) {
    sayError(error);
  }
}

export async function stopStudy(study: string): Promise<void> {
  try {
    hear({ type: 'event', event: 'study', status: await client.request('stopStudy', { study }) });
  } catch (error) {
    sayError(error);
  }
}

/** Starts a study that lies in the folder of runs, as it was written. */
export async function goOnWith(study: string, workers: number | undefined, retryFailed: boolean): Promise<void> {
  try {
    const { document } = await client.request('study', { study });
    await startStudy(document, { workers, retryFailed });
  } catch (error) {
    sayError(error);
  }
}

/** Takes a study that lies in the folder of runs into the form. */
export async function editStudy(study: string): Promise<void> {
  try {
    editDraft(draftOf((await client.request('study', { study })).document));
  } catch (error) {
    sayError(error);
  }
}

/** Takes a study that comes with the studio into the form. */
export const takePresetStudy = ({ document }: PresetStudy): void => editDraft(draftOf(document));

/** Opens the form with a study that comes with the studio. */
export function openPresetStudy(study: PresetStudy): void {
  takePresetStudy(study);
  experiments.setState({ page: 'study' });
  openDialog('experiments');
}
