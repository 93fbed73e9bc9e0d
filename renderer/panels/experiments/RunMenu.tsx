import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconFolder, IconPencil, IconSitemap, IconTheater, IconTrash } from '@tabler/icons-react';
import { openStage } from '../../ui/panels';
import { useMessages } from '../../words';
import { copyPath, deleteRuns, openWithResults, showFolder } from './run-commands';
import { isActiveRow, isOfStudy, type RunRow } from './run-rows';
import { showRuns } from './store';

/** Actions on one run of the list. */
export function RunMenu({ row }: { readonly row: RunRow }) {
  const { runs: m } = useMessages().experiments;
  const { openFor } = useMessages().stage;
  const { name, title, folder, state, remarks } = row;
  const show = showFolder();
  const ofStudy = isOfStudy(row);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size={24} variant="subtle" color="gray" aria-label={m.actions(name)}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconSitemap size={14} />}
          disabled={state === 'broken'}
          title={state === 'broken' ? m.brokenRun : undefined}
          onClick={() => void openWithResults(name)}
        >
          {m.openGraph}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTheater size={14} />}
          disabled={!row.accuracy}
          title={row.accuracy ? undefined : m.unfinishedRun}
          onClick={() => openStage(name)}
        >
          {openFor}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPencil size={14} />}
          disabled={remarks === undefined}
          title={remarks === undefined ? m.brokenRun : undefined}
          onClick={() => showRuns([name])}
        >
          {m.edit}
        </Menu.Item>
        {folder !== undefined && (
          <Menu.Item
            leftSection={show ? <IconFolder size={14} /> : <IconCopy size={14} />}
            onClick={() => (show ? show(folder) : void copyPath(folder))}
          >
            {show ? m.showFolder : m.copyPath}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconTrash size={14} />}
          disabled={ofStudy || isActiveRow(row)}
          title={ofStudy ? m.deleteOfStudy : isActiveRow(row) ? m.deleteActive : undefined}
          onClick={() => void deleteRuns([{ name, title }])}
        >
          {m.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
