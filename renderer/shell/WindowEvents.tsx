import { useDocumentTitle, useWindowEvent } from '@mantine/hooks';
import { useState } from 'react';
import { useUnsaved } from '../state/use-unsaved';
import { useDocument } from '../state/editor';
import { hasUnsavedChanges } from '../state/files';
import { openDropped } from './commands';
import { notify } from './toasts';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** What happens to the window as a whole: closing with unsaved changes, files dropped on it, its title. */
export function WindowEvents() {
  const [dropping, setDropping] = useState(false);
  const unsaved = useUnsaved();
  const { title } = useDocument();
  useDocumentTitle(`${unsaved ? '• ' : ''}${title} – Missing-Modality Studio`);
  useWindowEvent('beforeunload', (event) => {
    if (hasUnsavedChanges()) event.preventDefault();
  });
  useWindowEvent('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    setDropping(true);
  });
  useWindowEvent('dragleave', (event) => {
    if (event.relatedTarget === null) setDropping(false);
  });
  useWindowEvent('drop', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    setDropping(false);
    const [file, ...others] = event.dataTransfer?.files ?? [];
    if (others.length > 0) notify('error', 'Drop one graph document at a time.');
    else if (file) void openDropped(file);
  });
  return dropping ? <div className="drop-target">Drop the graph document to open it</div> : null;
}
