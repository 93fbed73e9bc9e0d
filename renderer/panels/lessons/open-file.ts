import { fileOpen } from 'browser-fs-access';
import { LessonError } from '../../../graph-nodes/lesson/lesson-error';
import { readLessonFile } from '../../documents/lessons';
import { openLesson } from '../../session/lesson';
import { notify } from '../../ui/toasts';
import { errorText, messageText } from '../../words/engine';

/** Opens a lesson from a file that the user chooses. A wrong file is refused with its line. */
export async function chooseLesson(): Promise<void> {
  try {
    const file = await fileOpen({ extensions: ['.md'], mimeTypes: ['text/markdown'], description: 'Markdown' });
    await openLesson(await readLessonFile(file.name, await file.text()));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    notify('error', error instanceof LessonError ? messageText(error.reason) : errorText(error));
  }
}
