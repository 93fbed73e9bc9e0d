import { useMantineColorScheme } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDeviceFloppy,
  IconEye,
  IconFile,
  IconFileExport,
  IconFlask,
  IconFolderOpen,
  IconHistory,
  IconKeyboard,
  IconLanguage,
  IconLayoutGrid,
  IconSchool,
  IconShare2,
  IconTheater,
} from '@tabler/icons-react';
import { useMessages } from '../../words';
import icon from '../../ui/icon.svg';
import { newGraph } from '../../commands/commands';
import { chooseFile, save } from '../../documents/files';
import { BackendChoice } from './BackendChoice';
import { GraphTitle } from './GraphTitle';
import { LanguageItems, RecentItems, schemeIcon, SchemeItems, ShareItems } from './menus';
import { Tools, type Tool } from './Tools';
import { TrainControls } from './TrainControls';
import { ViewItems } from './ViewItems';
import { undo, redo, useCanUndo, useCanRedo } from '../../documents/active-graph';
import { LessonItems } from '../lessons/LessonItems';
import { openDialog, openStage, useControl, usePanels } from '../../ui/panels';

/** Tools of projector mode: all but those for files and settings. */
const forAudience = ['undo', 'redo', 'gallery', 'stage', 'lessons', 'experiments', 'view'];

/** Tools that newcomers need first. */
const needed = ['share', 'gallery', 'stage', 'lessons', 'experiments'];

/** Media queries for windows with space for the labels of the needed tools, and of all tools, beside the controls of a run. */
const [middleWindow, wideWindow] = ['(min-width: 68.75em)', '(min-width: 105em)'];

/** Tools that a lesson hides unless it names their control. */
const controlOf: Readonly<Record<string, string>> = {
  new: 'files',
  open: 'files',
  recent: 'files',
  save: 'files',
  saveAs: 'files',
  share: 'files',
  gallery: 'gallery',
  stage: 'stage',
  experiments: 'experiments',
};

function useTools(): Tool[] {
  const m = useMessages();
  const [canUndo, canRedo] = [useCanUndo(), useCanRedo()];
  const { colorScheme } = useMantineColorScheme();
  const projector = usePanels((state) => state.projector);
  const limits = usePanels((state) => state.limits);
  const middle = useMediaQuery(middleWindow, false, { getInitialValueInEffect: false });
  const wide = useMediaQuery(wideWindow, false, { getInitialValueInEffect: false });
  const dialog = (name: Parameters<typeof openDialog>[0]) => ({ run: () => openDialog(name) });
  const tools: Tool[] = [
    { id: 'new', icon: IconFile, label: m.actions.newGraph, short: m.top.short.newGraph, does: { run: newGraph } },
    {
      id: 'open',
      icon: IconFolderOpen,
      label: m.top.open,
      keys: 'Ctrl+O',
      does: { run: () => void chooseFile() },
    },
    {
      id: 'recent',
      icon: IconHistory,
      label: m.recent.label,
      short: m.top.short.recent,
      does: { items: <RecentItems />, width: 300 },
    },
    {
      id: 'save',
      icon: IconDeviceFloppy,
      label: m.actions.save,
      keys: 'Ctrl+S',
      does: { run: () => void save('same file') },
    },
    {
      id: 'saveAs',
      icon: IconFileExport,
      label: m.top.saveAs,
      short: m.top.short.saveAs,
      keys: 'Ctrl+Shift+S',
      does: { run: () => void save('other file') },
    },
    { id: 'share', icon: IconShare2, label: m.sharing.menu, does: { items: <ShareItems />, width: 290 } },
    {
      id: 'undo',
      icon: IconArrowBackUp,
      label: m.actions.undo,
      keys: 'Ctrl+Z',
      disabled: !canUndo,
      starts: true,
      does: { run: undo },
    },
    {
      id: 'redo',
      icon: IconArrowForwardUp,
      label: m.actions.redo,
      keys: 'Ctrl+Shift+Z',
      disabled: !canRedo,
      does: { run: redo },
    },
    {
      id: 'gallery',
      icon: IconLayoutGrid,
      label: m.actions.gallery,
      keys: 'G',
      starts: true,
      does: dialog('gallery'),
    },
    { id: 'stage', icon: IconTheater, label: m.stage.title, keys: 'S', does: { run: () => openStage() } },
    { id: 'lessons', icon: IconSchool, label: m.lessons.title, does: { items: <LessonItems />, width: 320 } },
    { id: 'experiments', icon: IconFlask, label: m.experiments.title, keys: 'Shift+E', does: dialog('experiments') },
    { id: 'view', icon: IconEye, label: m.view.menu, starts: true, does: { items: <ViewItems />, width: 300 } },
    {
      id: 'shortcuts',
      icon: IconKeyboard,
      label: m.actions.shortcuts,
      short: m.top.short.shortcuts,
      keys: '?',
      does: dialog('shortcuts'),
    },
    { id: 'language', icon: IconLanguage, label: m.language, does: { items: <LanguageItems />, width: 160 } },
    {
      id: 'scheme',
      icon: schemeIcon(colorScheme),
      label: m.top.scheme,
      does: { items: <SchemeItems />, width: 200 },
    },
  ];
  return tools
    .filter(({ id }) => {
      const control = controlOf[id];
      const inLesson = control === undefined || limits?.controls.has(control) !== false;
      return inLesson && (!projector || forAudience.includes(id));
    })
    .map((tool) => ({
      ...tool,
      named: wide || (middle && needed.includes(tool.id)) || limits?.controls.has(controlOf[tool.id] ?? '') === true,
    }));
}

export function TopBar() {
  const m = useMessages();
  const backend = useControl('backend');
  return (
    <div className="top-bar">
      <h1 className="top-bar-mark">
        <img src={icon} alt="Missing-Modality Studio" />
      </h1>
      <GraphTitle />
      <Tools tools={useTools()} label={m.actionGroups.graph} />
      {backend && <BackendChoice />}
      <TrainControls />
    </div>
  );
}
