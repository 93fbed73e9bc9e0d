import type { SocketType } from '../../../graph-nodes/graph/sockets';
import { socketGlyph, socketStyle } from '../../ui/sockets';

export function SocketGlyph({ type }: { readonly type: SocketType | undefined }) {
  return (
    <span className="connections-glyph" style={socketStyle(type)} aria-hidden>
      {socketGlyph(type)}
    </span>
  );
}
