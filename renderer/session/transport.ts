import type { Port, StudioHost } from '../../engine/contract/protocol';

declare global {
  interface Window {
    /** Connection to the engine that Electron's preload script adds to the window. */
    studioHost?: StudioHost;
  }
}

function openWebSocket(url: URL): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.addEventListener('error', () => reject(new Error('The engine cannot be reached.')), { once: true });
    socket.addEventListener(
      'open',
      () =>
        resolve({
          send: (message) => socket.send(JSON.stringify(message)),
          onMessage: (listener) =>
            socket.addEventListener('message', (event) => listener(JSON.parse(String(event.data)))),
          onClose: (listener) => socket.addEventListener('close', listener),
        }),
      { once: true },
    );
  });
}

/** Opens a connection to the engine: Electron's port if there is one, else the WebSocket of the page's host. */
export function openPort(): Promise<Port> {
  if (window.studioHost) return window.studioHost.openPort();
  const url = new URL('/engine', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return openWebSocket(url);
}
