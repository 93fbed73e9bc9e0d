import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDeviceFloppy,
  IconFile,
  IconFileExport,
  IconFlask,
  IconFolderOpen,
  IconKeyboard,
  IconLayoutGrid,
  type Icon,
} from '@tabler/icons-react';
import { useMessages } from '../../words';
import icon from '../../ui/icon.svg';
import { newGraph } from '../../commands/commands';
import { chooseFile, save } from '../../documents/files';
import { BackendChoice } from './BackendChoice';
import { GraphTitle } from './GraphTitle';
import { LanguageSwitch } from './LanguageSwitch';
import { RecentMenu } from './RecentMenu';
import { ShareMenu } from './ShareMenu';
import { ThemeSwitch } from './ThemeSwitch';
import { TrainControls } from './TrainControls';
import { undo, redo, useCanUndo, useCanRedo } from '../../documents/active-graph';
import { openDialog } from '../../ui/panels';

interface ToolProps {
  readonly icon: Icon;
  readonly label: string;
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Tool({ icon: Glyph, label, keys, disabled = false, onClick }: ToolProps) {
  return (
    <Tooltip label={keys === undefined ? label : `${label} (${keys})`}>
      <ActionIcon aria-label={label} disabled={disabled} onClick={onClick}>
        <Glyph size={18} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

export function TopBar() {
  const m = useMessages();
  const [canUndo, canRedo] = [useCanUndo(), useCanRedo()];
  return (
    <div className="top-bar">
      <h1 className="top-bar-mark">
        <img src={icon} alt="Missing-Modality Studio" width={24} height={24} />
      </h1>
      <GraphTitle />
      <div className="top-bar-tools" role="toolbar" aria-label={m.actionGroups.graph}>
        <Tool icon={IconFile} label={m.actions.newGraph} onClick={newGraph} />
        <Tool icon={IconFolderOpen} label={m.top.open} keys="Ctrl+O" onClick={() => void chooseFile()} />
        <RecentMenu />
        <Tool icon={IconDeviceFloppy} label={m.actions.save} keys="Ctrl+S" onClick={() => void save('same file')} />
        <Tool icon={IconFileExport} label={m.top.saveAs} keys="Ctrl+Shift+S" onClick={() => void save('other file')} />
        <ShareMenu />
        <span className="top-bar-gap" />
        <Tool icon={IconArrowBackUp} label={m.actions.undo} keys="Ctrl+Z" disabled={!canUndo} onClick={undo} />
        <Tool icon={IconArrowForwardUp} label={m.actions.redo} keys="Ctrl+Shift+Z" disabled={!canRedo} onClick={redo} />
        <span className="top-bar-gap" />
        <Tool icon={IconLayoutGrid} label={m.actions.gallery} keys="G" onClick={() => openDialog('gallery')} />
        <Tool icon={IconFlask} label={m.experiments.title} keys="Shift+E" onClick={() => openDialog('experiments')} />
      </div>
      <span className="top-bar-space" />
      <BackendChoice />
      <TrainControls />
      <span className="top-bar-gap" />
      <Tool icon={IconKeyboard} label={m.actions.shortcuts} keys="?" onClick={() => openDialog('shortcuts')} />
      <LanguageSwitch />
      <ThemeSwitch />
    </div>
  );
}
