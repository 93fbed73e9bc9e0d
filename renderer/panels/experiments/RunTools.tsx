import { Button, FileButton, Menu, Tooltip } from '@mantine/core';
import { client, session } from '../../session/session';
import { useMessages, useLabel } from '../../words';
import { useStore } from 'zustand';
import { deliver } from './deliver';
import { importRun } from './import-run';
import { deleteRuns } from './run-commands';
import { isActiveRow, isOfStudy, type RunRow } from './run-rows';
import { experiments, showError, useExperiments } from './store';

async function exportRun(run: string, format: string): Promise<void> {
  try {
    const { files } = await client.request('export', { run, format });
    await deliver(files, `${run.slice(run.lastIndexOf('/') + 1)}-${format}.zip`);
  } catch (error) {
    showError(error);
  }
}

async function importZip(file: File): Promise<void> {
  try {
    await importRun(file);
  } catch (error) {
    showError(error);
  }
}

/** Actions on the chosen runs, and the import of runs. */
export function RunTools({ rows }: { readonly rows: readonly RunRow[] }) {
  const m = useMessages().experiments.runs;
  const labelText = useLabel();
  const formats = useStore(session, (state) => state.formats);
  const chosen = useExperiments((state) => state.chosen);
  const finished = chosen.filter((name) => rows.some((row) => row.name === name && row.accuracy));
  const [a, b] = finished;
  const deletable = rows.filter((row) => chosen.includes(row.name) && !isOfStudy(row) && !isActiveRow(row));
  return (
    <>
      <span className="experiments-space" />
      {chosen.length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => experiments.setState({ chosen: [] })}>
          {m.chosen(chosen.length)} · {m.clear}
        </Button>
      )}
      <Tooltip label={m.compareHint}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={finished.length !== 2}
          onClick={() => a !== undefined && b !== undefined && experiments.setState({ compared: { a, b } })}
        >
          {m.compare}
        </Button>
      </Tooltip>
      <Button
        size="compact-sm"
        variant="default"
        disabled={finished.length === 0}
        onClick={() => experiments.setState({ page: 'table', tableOf: 'chosen' })}
      >
        {m.table}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={chosen.length === 0}
        onClick={() => experiments.setState({ page: 'curves', tableOf: 'chosen' })}
      >
        {m.curves}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="default" disabled={finished.length !== 1} title={m.exportHint}>
            {m.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {formats?.exports.map(({ name, label }) => (
            <Menu.Item key={name} onClick={() => a !== undefined && void exportRun(a, name)}>
              {labelText(label)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button
        size="compact-sm"
        variant="default"
        disabled={deletable.length === 0}
        title={m.deleteHint}
        onClick={() => void deleteRuns(deletable)}
      >
        {m.delete}
      </Button>
      <FileButton accept=".zip,application/zip" onChange={(file) => file && void importZip(file)}>
        {(props) => (
          <Button size="compact-sm" variant="default" {...props}>
            {m.import}
          </Button>
        )}
      </FileButton>
    </>
  );
}
