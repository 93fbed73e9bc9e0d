import { useHotkeys } from '@mantine/hooks';
import { useReactFlow } from '@xyflow/react';
import { editor } from '../state/editor';
import { save } from '../state/files';
import { view } from '../state/view';
import { bypassSelected, duplicateSelected, openGraph, removeSelected, selectAll, trainGraph } from './commands';

/** Elements in which a key writes or chooses, so that single keys are theirs. */
const writing = ['INPUT', 'TEXTAREA', 'SELECT'];

const noDialog = () => document.querySelector('[role="dialog"]') === null;

/** The last field written in may hold back its step of the history; a shortcut ends it. */
const editing = (act: () => void) => () => {
  if (noDialog()) act();
};

/** The keys of the whole window; see {@link Shortcuts} for what people read of them. */
export function Hotkeys() {
  const { fitView, zoomIn, zoomOut } = useReactFlow();
  useHotkeys(
    [
      ['mod+S', editing(() => void save('same file'))],
      ['mod+shift+S', editing(() => void save('other file'))],
      ['mod+O', editing(() => void openGraph())],
      ['mod+Enter', editing(trainGraph)],
    ],
    [],
  );
  useHotkeys(
    [
      ['mod+Z', editing(editor.undo)],
      ['mod+shift+Z', editing(editor.redo)],
      ['mod+Y', editing(editor.redo)],
      ['mod+D', editing(duplicateSelected)],
      ['mod+A', editing(selectAll)],
      ['Delete', editing(removeSelected)],
      ['Backspace', editing(removeSelected)],
      ['B', editing(bypassSelected)],
      ['F', editing(() => void fitView({ duration: 150, padding: 0.12 }))],
      ['+', editing(() => void zoomIn())],
      ['-', editing(() => void zoomOut())],
      ['G', editing(() => view.setState({ dialog: 'gallery' }))],
      ['/', editing(() => document.getElementById('palette-search')?.focus())],
      ['C', editing(() => document.querySelector<HTMLElement>('.connections input')?.focus())],
      ['shift+?', editing(() => view.setState({ dialog: 'shortcuts' }))],
      ['?', editing(() => view.setState({ dialog: 'shortcuts' }))],
    ],
    writing,
  );
  return null;
}
