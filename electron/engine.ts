import type { MessagePortMain } from 'electron';
import type { Port } from '../engine/contract/protocol';
import { Engine } from '../engine/service/engine';
import { giveWay } from '../engine/platform/priority';
import { serveEngine } from '../engine/hosts/serve-engine';

/**
 * The utility process that trains for the window. The main process hands it one port for each window that connects, and
 * asks it to close before the application quits.
 */
giveWay();
const [, , runsFolder] = process.argv;
const engine = new Engine({ runsFolder: runsFolder ?? 'runs', redis: process.env['STUDIO_REDIS'] });
void engine.removeOldTrash();

function portOf(port: MessagePortMain): Port {
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
  };
}

process.parentPort.on('message', ({ ports: [port] }) => {
  if (port) serveEngine(engine, portOf(port));
  else void engine.close().finally(() => process.exit());
});
