import { contextBridge, ipcRenderer } from 'electron';
import type { Port, StudioHost } from '../engine/contract/protocol';
import { channels } from './channels';

/** What a DOM MessagePort is to the editor; messages before `onMessage` wait in the port. */
function bridge(port: MessagePort): Port {
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', ({ data }) => listener(data));
      port.start();
    },
    onClose(listener) {
      port.addEventListener('close', () => listener());
    },
  };
}

const host: StudioHost = {
  openPort: () =>
    new Promise((resolve) => {
      ipcRenderer.once(channels.port, ({ ports: [port] }) => {
        if (port) resolve(bridge(port));
      });
      ipcRenderer.send(channels.connect);
    }),
  showFolder: (folder) => ipcRenderer.send(channels.showFolder, folder),
};

contextBridge.exposeInMainWorld('studioHost', host);
