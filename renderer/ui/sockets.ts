import type { CSSProperties } from 'react';
import { messages } from '../words';
import { socketTypeInfo, type SocketType } from '../../graph-nodes/graph/sockets';

/** Colour of a socket type, light and dark, as one CSS value; neutral for a socket that no kind declares. */
export function socketColour(type: SocketType | undefined): string {
  if (type === undefined) return 'var(--studio-line-strong)';
  const { light, dark } = socketTypeInfo[type].colour;
  return `light-dark(${light}, ${dark})`;
}

/** Style of an element whose style sheet reads `--socket`. */
export const socketStyle = (type: SocketType | undefined): CSSProperties =>
  ({ '--socket': socketColour(type) }) as CSSProperties;

export const socketGlyph = (type: SocketType | undefined): string =>
  type === undefined ? '✕' : socketTypeInfo[type].glyph;

export const socketLabel = (type: SocketType | undefined): string => messages().sockets[type ?? 'unknown'];
