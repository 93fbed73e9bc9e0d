import { useStore } from '@xyflow/react';
import { useEffect } from 'react';
import { canvasView } from '../commands/canvas-view';

/** Zoom below which the small print of a node cannot be read. Its name is then drawn larger. */
const readable = 0.33;
/** Zoom below which the hit area of a socket is smaller than six points, and so are the letters of a name. */
const graspable = 0.2;

/** Detects that the canvas is zoomed out so far that small print cannot be read, and then that no socket can be hit. */
export function useFar(): void {
  const far = useStore(({ transform }) => transform[2] < readable);
  const distant = useStore(({ transform }) => transform[2] < graspable);
  useEffect(() => canvasView.setState({ far, distant }), [far, distant]);
}
