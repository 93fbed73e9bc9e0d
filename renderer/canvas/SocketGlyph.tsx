import type { CSSProperties } from 'react';
import { socketTypeInfo, type SocketType } from '../../graph-nodes/sockets';

/** The colour of a socket type as CSS variables, one for each scheme; `canvas.css` picks. */
export function socketColour(type: SocketType | undefined): CSSProperties {
  if (type === undefined) return {};
  const { light, dark } = socketTypeInfo[type].colour;
  return { '--socket-light': light, '--socket-dark': dark } as CSSProperties;
}

/** The glyph of a socket type in its colour; a question mark in a box for a socket that the kind does not have. */
export function SocketGlyph({ type }: { readonly type: SocketType | undefined }) {
  return (
    <span className="socket-glyph" style={socketColour(type)} aria-hidden>
      {type === undefined ? '⍰' : socketTypeInfo[type].glyph}
    </span>
  );
}
