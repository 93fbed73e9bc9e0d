import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useView } from '../state/editor';
import { view } from '../state/view';

/** Alternatives of keys pressed together, and what they do. */
const shortcuts: readonly (readonly [keys: readonly (readonly string[])[], does: string])[] = [
  [[['Tab']], 'Go through nodes and wires; Enter selects, arrow keys move the selected node'],
  [[['/']], 'Search the palette; Enter adds the node'],
  [[['C']], 'Connect the selected node: go to its connections in the inspector'],
  [[['Delete'], ['Backspace']], 'Remove what is selected'],
  [[['Ctrl', 'D']], 'Duplicate'],
  [[['B']], 'Bypass, or use again'],
  [[['Ctrl', 'A']], 'Select all'],
  [[['Shift', 'drag']], 'Select with a frame'],
  [[['Ctrl', 'Z']], 'Undo'],
  [
    [
      ['Ctrl', 'Shift', 'Z'],
      ['Ctrl', 'Y'],
    ],
    'Redo',
  ],
  [[['F']], 'Fit the graph into view'],
  [[['+'], ['-']], 'Zoom'],
  [[['Ctrl', 'S']], 'Save'],
  [[['Ctrl', 'Shift', 'S']], 'Save as'],
  [[['Ctrl', 'O']], 'Open'],
  [[['G']], 'Gallery'],
  [[['Ctrl', 'Enter']], 'Train'],
  [[['?']], 'This sheet'],
];

export function Shortcuts() {
  const opened = useView((state) => state.dialog === 'shortcuts');
  return (
    <Modal
      opened={opened}
      onClose={() => view.setState({ dialog: undefined })}
      title="Keyboard shortcuts"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <dl className="shortcut-list">
        {shortcuts.map(([alternatives, does]) => (
          <Fragment key={does}>
            <dt className="shortcut-keys">
              {alternatives.map((keys, index) => (
                <Fragment key={keys.join()}>
                  {index > 0 && ' or '}
                  {keys.map((key, position) => (
                    <Fragment key={key}>
                      {position > 0 && ' + '}
                      <Kbd>{key}</Kbd>
                    </Fragment>
                  ))}
                </Fragment>
              ))}
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
