import type { MessagePortMain } from 'electron';
import type { Port } from '../engine/contract/protocol';
import { startChildrenWith } from '../engine/platform/child-process';
import { Engine } from '../engine/service/engine';
import { lowerPriority } from '../engine/platform/priority';
import { serveEngine } from '../engine/hosts/serve-engine';
import { ChildRequests } from './child-requests';
import type { FromEngine, ToEngine } from './engine-messages';

/**
 * The utility process that trains for the window. The main process sends it one port for each window that connects,
 * starts its child processes, and asks it to close before the application quits.
 */
lowerPriority();
const post = (message: FromEngine): void => process.parentPort.postMessage(message);
const children = new ChildRequests(post);
startChildrenWith(children.start);

const [, , runsFolder] = process.argv;
const engine = new Engine({ runsFolder: runsFolder ?? 'runs', redis: process.env['STUDIO_REDIS'] });
void engine.removeOldTrash();
engine.onEvent((event) => {
  if (event.event === 'status') post({ kind: 'run', status: event.status });
});

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

process.parentPort.on('message', ({ data, ports: [port] }) => {
  const message = data as ToEngine;
  if (message.kind === 'close') void engine.close().finally(() => process.exit());
  else if (message.kind !== 'window') children.receive(message);
  else if (port) serveEngine(engine, portOf(port));
});
