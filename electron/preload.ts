import { contextBridge, ipcRenderer } from 'electron';
import type { OpenedFile, Port, StudioHost } from '../engine/contract/protocol';
import { channels } from './channels';

/** The interface of a DOM MessagePort for the editor. Messages before `onMessage` are queued in the port. */
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

/** Passes the messages of a channel to one listener, and queues those that arrive before it is set. */
function receive<Message>(channel: string): (listener: (message: Message) => void) => void {
  const waiting: Message[] = [];
  let listener: ((message: Message) => void) | undefined;
  ipcRenderer.on(channel, (_event, message: Message) => {
    if (listener) listener(message);
    else waiting.push(message);
  });
  return (next) => {
    listener = next;
    waiting.splice(0).forEach(next);
  };
}

const saves = new Map<number, (reason: string | null) => void>();
ipcRenderer.on(channels.saved, (_event, { id, reason }: { id: number; reason: string | null }) => {
  saves.get(id)?.(reason);
  saves.delete(id);
});

let lastSave = 0;
function saveFile(place: number, text: string): Promise<void> {
  lastSave += 1;
  const id = lastSave;
  return new Promise((resolve, reject) => {
    saves.set(id, (reason) => (reason === null ? resolve() : reject(new Error(reason))));
    ipcRenderer.send(channels.save, { id, place, text });
  });
}

const { electron = '', chrome = '', node = '' } = process.versions;

const host: StudioHost = {
  openPort: () =>
    new Promise((resolve) => {
      ipcRenderer.once(channels.port, ({ ports: [port] }) => {
        if (port) resolve(bridge(port));
      });
      ipcRenderer.send(channels.connect);
    }),
  showFolder: (folder) => ipcRenderer.send(channels.showFolder, folder),
  versions: { Electron: electron, Chromium: chrome, 'Node.js': node },
  onAction: receive<string>(channels.action),
  onFile: receive<OpenedFile>(channels.file),
  saveFile: (place, text) => saveFile(place, text),
  setLanguage: (language) => ipcRenderer.send(channels.language, language),
};

contextBridge.exposeInMainWorld('studioHost', host);
