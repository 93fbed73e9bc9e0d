import { useDocumentTitle, useWindowEvent } from '@mantine/hooks';
import { useState } from 'react';
import { useStore } from 'zustand';
import { isActive } from '../session/run-log';
import { session } from '../session/session';
import { openFile } from '../documents/files';
import { useMessages } from '../words';
import { useDocument, useUnsaved } from '../documents/active-graph';
import { anyUnsaved } from '../documents/open-graphs';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Events of the window as a whole: closing with unsaved changes, dropped files, its title. */
export function WindowEvents() {
  const [dropping, setDropping] = useState(false);
  const m = useMessages();
  const unsaved = useUnsaved();
  const { title } = useDocument();
  const percent = useStore(session, ({ log }) =>
    log && isActive(log) && log.status.steps > 0 ? Math.floor((100 * log.status.step) / log.status.steps) : undefined,
  );
  const progress = percent === undefined ? '' : `${percent} % – `;
  useDocumentTitle(`${progress}${unsaved ? '• ' : ''}${title} – Missing-Modality Studio`);
  useWindowEvent('beforeunload', (event) => {
    if (anyUnsaved()) event.preventDefault();
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
    for (const file of event.dataTransfer?.files ?? []) void openFile(file);
  });
  return dropping ? <div className="drop-target">{m.files.drop}</div> : null;
}
