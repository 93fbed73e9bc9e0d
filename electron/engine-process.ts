import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import path from 'node:path';
import { builtNode } from '../engine/platform/package-root';
import { channels } from './channels';
import { EngineChildren, readFromEngine, type ShownRun, type ToEngine } from './engine-messages';

/** The engine in a utility process. It starts with the first window that connects, and again after a crash. */
export class EngineProcess {
  private child: UtilityProcess | undefined;

  /**
   * @param onRun called with every state of a run
   * @param log called with the standard output and error of the processes
   */
  constructor(
    private readonly runsFolder: string,
    private readonly onRun: (status: ShownRun) => void,
    private readonly log: (text: string) => void,
  ) {}

  /** Connects a window to the engine with a new port. */
  connect(window: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    this.start().postMessage({ kind: 'window' } satisfies ToEngine, [port1]);
    window.postMessage(channels.port, null, [port2]);
  }

  /** Stops runs early, with evaluation and files, then ends the process. */
  async close(): Promise<void> {
    const { child } = this;
    if (!child) return;
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.postMessage({ kind: 'close' } satisfies ToEngine);
    });
  }

  private start(): UtilityProcess {
    if (this.child) return this.child;
    const child = this.fork('electron-engine', [this.runsFolder], 'pipe');
    const children = new EngineChildren(
      (script, quiet) => this.fork(script, [], quiet ? 'ignore' : 'pipe'),
      (message) => {
        if (this.child === child) child.postMessage(message);
      },
    );
    child.on('message', (data) => {
      const message = readFromEngine(data);
      if (message?.kind === 'run') this.onRun(message.status);
      else if (message) children.receive(message);
    });
    child.once('exit', () => {
      if (this.child === child) this.child = undefined;
      children.killAll();
    });
    this.child = child;
    return child;
  }

  private fork(script: string, parameters: string[], stderr: 'pipe' | 'ignore'): UtilityProcess {
    const child = utilityProcess.fork(path.join(builtNode, `${script}.js`), parameters, {
      serviceName: `Missing-Modality Studio ${script}`,
      stdio: ['ignore', 'ignore', stderr],
    });
    child.stderr?.on('data', (data: Buffer) => this.log(`${script}: ${data.toString('utf8').trimEnd()}`));
    return child;
  }
}
