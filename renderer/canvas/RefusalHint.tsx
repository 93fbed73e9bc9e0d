import { useConnection, ViewportPortal } from '@xyflow/react';
import { useDocument } from '../state/editor';
import { refuse } from './connection';

/** Beside the pointer, while a dragged wire is over a socket that it does not fit: why. */
export function RefusalHint() {
  const connection = useConnection();
  const document = useDocument();
  const { inProgress, isValid, fromHandle, toHandle, to } = connection;
  if (!inProgress || isValid !== false || !fromHandle || !toHandle) return null;
  const end = ({ nodeId, id, type }: typeof fromHandle) => ({
    node: nodeId,
    socket: id ?? '',
    side: type === 'source' ? ('output' as const) : ('input' as const),
  });
  const reason = refuse(document, end(fromHandle), end(toHandle));
  if (reason === undefined) return null;
  return (
    <ViewportPortal>
      <div className="refusal-hint" role="alert" style={{ transform: `translate(${to.x + 14}px, ${to.y + 14}px)` }}>
        {reason}
      </div>
    </ViewportPortal>
  );
}
