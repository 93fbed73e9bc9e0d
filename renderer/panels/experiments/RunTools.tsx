import { Button, FileButton, Menu } from '@mantine/core';
import { client, session } from '../../session/session';
import { ExplainedButton } from '../../ui/ExplainedButton';
import { showProgress } from '../../ui/toasts';
import { messages, useMessages, useLabel, type Messages } from '../../words';
import { useStore } from 'zustand';
import { deliver } from './deliver';
import { importRun } from './import-run';
import { deleteRuns } from './run-commands';
import { isActiveRow, isOfStudy, type RunRow } from './run-rows';
import { experiments, showError, useExperiments } from './store';

/** Exports runs: the files of one, or those of several in a folder each. */
async function exportRuns(runs: readonly string[], format: string): Promise<void> {
  const nameOf = (run: string) => run.slice(run.lastIndexOf('/') + 1);
  const progress = showProgress(messages().experiments.runs.exporting(runs.length), () => undefined);
  try {
    const found = [];
    for (const run of runs) {
      const { files } = await client.request('export', { run, format });
      found.push(...files.map((file) => (runs.length > 1 ? { ...file, name: `${nameOf(run)}/${file.name}` } : file)));
    }
    progress.end();
    const [only = ''] = runs;
    await deliver(found, `${runs.length > 1 ? 'runs' : nameOf(only)}-${format}.zip`);
  } catch (error) {
    showError(error);
  } finally {
    progress.end();
  }
}

async function importZip(file: File): Promise<void> {
  try {
    await importRun(file);
  } catch (error) {
    showError(error);
  }
}

/** Reason that none of the chosen runs can be deleted; undefined if one can. */
function keptReason(rows: readonly RunRow[], m: Messages['experiments']['runs']): string | undefined {
  if (rows.length === 0) return m.noneChosen;
  if (rows.some((row) => !isOfStudy(row) && !isActiveRow(row))) return undefined;
  return rows.some(isActiveRow) ? m.deleteActive : m.deleteOfStudies;
}

/** Actions on the chosen runs, and the import of runs. */
export function RunTools({ rows }: { readonly rows: readonly RunRow[] }) {
  const m = useMessages().experiments.runs;
  const labelText = useLabel();
  const formats = useStore(session, (state) => state.formats);
  const chosen = useExperiments((state) => state.chosen);
  const chosenRows = chosen.flatMap((name) => rows.find((row) => row.name === name) ?? []);
  const finished = chosenRows.filter(({ accuracy }) => accuracy).map(({ name }) => name);
  const [a, b] = finished;
  const deletable = chosenRows.filter((row) => !isOfStudy(row) && !isActiveRow(row));
  const noneFinished = finished.length === 0 ? m.noneFinished : undefined;
  const button = { size: 'compact-sm', variant: 'default' } as const;
  return (
    <>
      <span className="experiments-space" />
      {chosen.length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => experiments.setState({ chosen: [] })}>
          {m.chosen(chosen.length)} · {m.clear}
        </Button>
      )}
      <ExplainedButton
        {...button}
        reason={finished.length === 2 ? undefined : m.compareReason(finished.length)}
        onClick={() => a !== undefined && b !== undefined && experiments.setState({ compared: { a, b } })}
      >
        {m.compare}
      </ExplainedButton>
      <ExplainedButton
        {...button}
        reason={noneFinished}
        onClick={() => experiments.setState({ page: 'table', tableOf: 'chosen' })}
      >
        {m.table}
      </ExplainedButton>
      <ExplainedButton
        {...button}
        reason={chosen.length === 0 ? m.noneChosen : undefined}
        onClick={() => experiments.setState({ page: 'curves', tableOf: 'chosen' })}
      >
        {m.curves}
      </ExplainedButton>
      {noneFinished === undefined ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button {...button}>{m.export}</Button>
          </Menu.Target>
          <Menu.Dropdown>
            {formats?.exports.map(({ name, label }) => (
              <Menu.Item key={name} onClick={() => void exportRuns(finished, name)}>
                {labelText(label)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        <ExplainedButton {...button} reason={noneFinished} onClick={() => undefined}>
          {m.export}
        </ExplainedButton>
      )}
      <ExplainedButton
        {...button}
        reason={keptReason(chosenRows, m)}
        hint={m.deleteHint}
        onClick={() => void deleteRuns(deletable)}
      >
        {m.delete}
      </ExplainedButton>
      <FileButton accept=".zip,application/zip" onChange={(file) => file && void importZip(file)}>
        {(props) => (
          <Button {...button} {...props}>
            {m.import}
          </Button>
        )}
      </FileButton>
    </>
  );
}
