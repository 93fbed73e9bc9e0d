import { ActionIcon, Button, Popover, ScrollArea } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useMessages } from '../../words';
import { formatDate } from '../../words/format';
import { emptyTrash, restoreRuns } from './run-commands';
import { useExperiments } from './store';

/** Deleted runs, to restore one by one or remove permanently. */
export function TrashMenu() {
  const m = useMessages().experiments.trash;
  const { runs, days } = useExperiments((state) => state.trash);
  if (runs.length === 0) return null;
  return (
    <Popover position="bottom-end" trapFocus withinPortal={false}>
      <Popover.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconTrash size={14} />}>
          {m.button(runs.length)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className="trash" aria-label={m.label}>
        <p className="muted">{m.kept(days)}</p>
        <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0, 'aria-label': m.label, role: 'group' }}>
          <ul className="trash-runs">
            {runs.map(({ trashed, run, title, deleted }) => (
              <li key={trashed}>
                <span>
                  {title}
                  <span className="runs-folder mono">
                    {run} · {m.deleted(formatDate(deleted))}
                  </span>
                </span>
                <ActionIcon
                  variant="subtle"
                  aria-label={m.restore(run)}
                  title={m.restore(run)}
                  onClick={() => void restoreRuns([trashed])}
                >
                  <IconArrowBackUp size={16} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        </ScrollArea.Autosize>
        <Button size="compact-sm" variant="default" onClick={() => void emptyTrash()}>
          {m.empty}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Message on the runs that were deleted last, with a button that restores them. */
export function UndoDelete() {
  const m = useMessages().experiments.trash;
  const undoable = useExperiments((state) => state.undoable);
  const [first] = undoable;
  return (
    <div className="undo-delete" role="status">
      {first && (
        <>
          {m.done(first.title, undoable.length)}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => void restoreRuns(undoable.map((run) => run.trashed))}
          >
            {m.undo}
          </Button>
        </>
      )}
    </div>
  );
}
