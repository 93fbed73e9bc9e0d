import type { WebSocket } from 'ws';
import type { ClientPort } from './engine-child';

/** Maximum size of a message of a page in bytes. Larger ones close the connection with code 1009. */
export const largestMessage = 64 * 2 ** 20;

/**
 * Maximum nesting of a message. A graph document in a request has fewer than 20 levels; recursive code fails at
 * thousands.
 */
export const deepestMessage = 100;

/** Maximum number of bytes that wait for a page that does not read. Beyond it the page is disconnected. */
const mostWaiting = 256 * 2 ** 20;

/** Connects a page's WebSocket. An error in its protocol closes this socket with the code of the error, and no other. */
export function portOf(socket: WebSocket): ClientPort {
  // The ws library closes the socket with 1002, 1007, 1008 or 1009 itself; the listener keeps the process alive.
  socket.on('error', () => undefined);
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > mostWaiting) socket.terminate();
      else socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        if (socket.readyState !== socket.OPEN) return;
        if (isBinary) return socket.close(1003, 'Messages must be text.');
        const text = data.toString('utf8');
        if (nestingExceeds(text, deepestMessage)) {
          return socket.close(1008, `Message nested deeper than ${String(deepestMessage)} levels.`);
        }
        listener(parse(text));
      });
    },
    onClose(listener) {
      socket.on('close', listener);
    },
    close: () => socket.close(1011, 'The engine ended.'),
  };
}

/**
 * True if the brackets of a JSON text are nested deeper than a limit. It scans the text, because a parser can recurse.
 */
export function nestingExceeds(text: string, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

/** Index of the quote that ends a JSON string; the text's length if there is none. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}

/** Text that is not JSON is passed on as a string; the engine refuses it as an invalid request. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
