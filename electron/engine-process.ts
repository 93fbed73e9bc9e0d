import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import path from 'node:path';
import { builtNode } from '../engine/platform/package-root';
import { channels } from './channels';

/** The engine in a utility process: started with the first window that connects, and again after it broke off. */
export class EngineProcess {
  private child: UtilityProcess | undefined;

  constructor(private readonly runsFolder: string) {}

  /** Gives a window a way of its own to the engine. */
  connect(window: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    this.start().postMessage(null, [port1]);
    window.postMessage(channels.port, null, [port2]);
  }

  /** Ends runs cleanly, with evaluation and files, then the process. */
  async close(): Promise<void> {
    const { child } = this;
    if (!child) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.postMessage(null);
    });
  }

  private start(): UtilityProcess {
    if (this.child) return this.child;
    const child = utilityProcess.fork(path.join(builtNode, 'electron-engine.js'), [this.runsFolder], {
      serviceName: 'Missing-Modality Studio engine',
    });
    child.once('exit', () => {
      if (this.child === child) this.child = undefined;
    });
    this.child = child;
    return child;
  }
}
