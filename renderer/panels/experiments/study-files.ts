import { fileOpen } from 'browser-fs-access';
import { formatStudy, parseStudy, type StudyDocument } from '../../../graph-nodes/study/document';
import { messages } from '../../words';
import { notify } from '../../ui/toasts';
import { baseNameOf, saveAs } from '../../documents/files';
import { errorText } from '../../words/engine';
import { showError } from './store';

/** Asks for a study document; undefined if none was chosen, or if it cannot be read, which is reported. */
export async function openStudy(): Promise<StudyDocument | undefined> {
  try {
    const file = await fileOpen({ extensions: ['.json'], mimeTypes: ['application/json'], id: 'study' });
    try {
      return parseStudy(await file.text());
    } catch (error) {
      notify('error', messages().files.notOpened(file.name, errorText(error)));
    }
  } catch (error) {
    // Closing the dialog is not an error.
    if (!(error instanceof DOMException && error.name === 'AbortError')) showError(error);
  }
  return undefined;
}

export const saveStudy = (study: StudyDocument): Promise<void> =>
  saveAs(new Blob([formatStudy(study)], { type: 'application/json' }), `${baseNameOf(study.title)}-study.json`);
