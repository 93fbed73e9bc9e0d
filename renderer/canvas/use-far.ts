import { useStore } from '@xyflow/react';
import { useEffect } from 'react';
import { view } from '../state/view';

/** Below this zoom the text of a node is smaller than five points. */
const readable = 0.4;

/** Notes when the canvas is zoomed out so far that small print cannot be read. */
export function useFar(): void {
  const far = useStore(({ transform }) => transform[2] < readable);
  useEffect(() => view.setState({ far }), [far]);
}
