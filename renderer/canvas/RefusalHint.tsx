import { useConnection } from '@xyflow/react';
import { IconBan } from '@tabler/icons-react';
import { connectionRefusal } from './wiring';

/** Hint beside the pointer while a wire is over a socket that it does not fit: the reason. */
export function RefusalHint() {
  const { x, y, reason } = useConnection((connection) =>
    connection.inProgress
      ? {
          x: connection.pointer.x,
          y: connection.pointer.y,
          reason: connectionRefusal(connection.fromHandle, connection.toHandle),
        }
      : { x: 0, y: 0, reason: undefined },
  );
  if (reason === undefined) return null;
  return (
    <div className="refusal-hint" style={{ left: `min(${x + 14}px, calc(100% - 300px))`, top: y + 18 }}>
      <IconBan size={16} aria-hidden />
      <span>{reason}</span>
    </div>
  );
}
