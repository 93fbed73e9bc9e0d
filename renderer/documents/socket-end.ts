/** One end of a wire. */
export interface SocketEnd {
  readonly node: string;
  readonly socket: string;
  readonly side: 'input' | 'output';
}

/** A socket as one string, for comparison. */
export const socketKey = (node: string, side: 'input' | 'output', socket: string): string =>
  `${node}/${side}/${socket}`;
