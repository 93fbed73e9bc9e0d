import { test as base, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { GraphDocument } from '../../graph-nodes/graph/document';

/** The studio in a browser, for a test. */
export class Studio {
  constructor(
    readonly page: Page,
    /** Its runs folder. */
    readonly runs: string,
  ) {}

  node(id: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${id}"]`);
  }

  /** Text of a node's problem. */
  problems(id: string): Locator {
    return this.node(id).getByRole('list', { name: 'Problems' });
  }

  socket(node: string, side: 'input' | 'output', name: string): Locator {
    const kind = side === 'input' ? 'target' : 'source';
    return this.page.locator(`.react-flow__handle.${kind}[data-nodeid="${node}"][data-handleid="${name}"]`);
  }

  wires(): Locator {
    return this.page.locator('.react-flow__edge');
  }

  wire(from: string, to: string): Locator {
    return this.page.locator(`.react-flow__edge[data-id="${from} → ${to}"]`);
  }

  /** Drags with the mouse in steps, like a user. */
  async drag(from: Locator, to: Locator): Promise<void> {
    await this.press(from);
    await this.over(to);
    await this.page.mouse.up();
  }

  async press(from: Locator): Promise<void> {
    // Waits until it is not covered and does not move.
    await from.hover();
    await this.page.mouse.down();
  }

  async over(to: Locator): Promise<void> {
    const [x, y] = await centre(to);
    await this.page.mouse.move(x + 3, y, { steps: 8 });
    await this.page.mouse.move(x, y);
  }

  async canvasBox(): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.page.locator('.react-flow').boundingBox();
    if (!box) throw new Error('The canvas is not on the screen.');
    return box;
  }

  /** An empty place of the canvas. */
  async emptyPlace(): Promise<[number, number]> {
    const { x, y, width, height } = await this.canvasBox();
    const found = await this.page.evaluate(
      ([left = 0, top = 0, right = 0, bottom = 0]) => {
        for (let down = bottom - 30; down > top; down -= 12) {
          for (let across = left + 40; across < right - 40; across += 12) {
            if (document.elementFromPoint(across, down)?.classList.contains('react-flow__pane')) return [across, down];
          }
        }
        return undefined;
      },
      [x, y, x + width, y + height],
    );
    if (!found) throw new Error('The canvas is full.');
    return [found[0] ?? 0, found[1] ?? 0];
  }

  /** The point halfway along a wire. */
  middleOf(wire: Locator): Promise<[number, number]> {
    return this.alongWire(wire, 0.5);
  }

  private alongWire(wire: Locator, share: number): Promise<[number, number]> {
    return wire.locator('.react-flow__edge-path').evaluate((path: SVGPathElement, at): [number, number] => {
      const { x, y } = path.getPointAtLength(at * path.getTotalLength());
      const matrix = path.getScreenCTM();
      return matrix ? [x * matrix.a + matrix.e, y * matrix.d + matrix.f] : [0, 0];
    }, share);
  }

  /** Grabs the end of a wire, just before its socket. */
  async takeEnd(from: string, to: string): Promise<void> {
    const anchor = this.wire(from, to).locator('.react-flow__edgeupdater-target');
    const box = await anchor.boundingBox();
    if (!box) throw new Error('The wire has no end to take hold of.');
    await this.page.mouse.move(box.x + 3, box.y + box.height / 2);
    await this.page.mouse.down();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Opens an experiment from the gallery. */
  async preset(title: RegExp): Promise<void> {
    await this.button('Gallery').click();
    await this.page.getByRole('dialog').getByRole('button', { name: title }).click();
    await this.page.getByRole('dialog').waitFor({ state: 'hidden' });
  }

  /** Opens a document as a file. */
  async open(name: string, text: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.button('Open').click();
    const leave = this.page.getByRole('button', { name: 'Discard changes' });
    const opened = await Promise.race([chooser, leave.waitFor().then(() => undefined)]);
    if (opened === undefined) await leave.click();
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  }

  /** Saves and reads the file. */
  async save(): Promise<string> {
    const download = this.page.waitForEvent('download');
    await this.button('Save').click();
    return readFile(await (await download).path(), 'utf8');
  }

  async saved(): Promise<GraphDocument> {
    return JSON.parse(await this.save()) as GraphDocument;
  }

  lossChart(): Locator {
    return this.page.getByTestId('loss-chart');
  }

  /** Points of the loss curves, as reported by the chart. */
  async lossPoints(): Promise<number> {
    const label = (await this.lossChart().getAttribute('aria-label')) ?? '';
    return Number(/, (\d+) points/.exec(label)?.[1] ?? 0);
  }
}

async function centre(locator: Locator): Promise<[number, number]> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('The element is not on the screen.');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Process of the studio, with its engine and its runs folder. */
class StudioServer {
  /** Session for every browser context after the first one: an address with a token works once. */
  private cookies: Awaited<ReturnType<BrowserContext['cookies']>> = [];

  private constructor(
    private readonly process: ChildProcess,
    private readonly entrance: string,
    readonly runs: string,
  ) {}

  static async start(environment: Readonly<Record<string, string>> = {}): Promise<StudioServer> {
    const runs = await mkdtemp(path.join(os.tmpdir(), 'studio-e2e-'));
    const server = spawn(process.execPath, ['bin/studio.mjs', 'serve', '--no-open', '--runs', runs], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...environment },
    });
    const entrance = await new Promise<string>((resolve, reject) => {
      server.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
      server.once('exit', (code) => reject(new Error(`The server ended with code ${String(code)}.`)));
    });
    return new StudioServer(server, entrance, runs);
  }

  async open(page: Page): Promise<void> {
    if (this.cookies.length > 0) await page.context().addCookies(this.cookies);
    await page.goto(this.cookies.length > 0 ? new URL(this.entrance).origin : this.entrance);
    await ready(page);
    this.cookies = await page.context().cookies();
  }

  async isUnused(): Promise<boolean> {
    return this.process.exitCode === null && (await readdir(this.runs)).length === 0;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const gone = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGINT');
      await gone;
    }
    await rm(this.runs, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Server that the tests of a worker share, each with its own browser context, until one of them makes a run. */
class SharedServer {
  private server: StudioServer | undefined;
  /** Ends of used servers, beside which the next tests run. */
  private readonly ends: Promise<void>[] = [];

  async take(): Promise<StudioServer> {
    this.server ??= await StudioServer.start();
    return this.server;
  }

  /** Drops the server unless the next test finds it as a new one. */
  async giveBack(passed: boolean): Promise<void> {
    if (!this.server || (passed && (await this.server.isUnused()))) return;
    this.ends.push(this.server.stop());
    this.server = undefined;
  }

  async stop(): Promise<void> {
    await Promise.all([this.server?.stop(), ...this.ends]);
  }
}

/** Waits for the graph and the engine of a page in English or Korean. */
export async function ready(page: Page): Promise<void> {
  await page.locator('.react-flow__node').first().waitFor();
  // A process can start slowly on a busy machine.
  await page.getByText(/^(Engine connected|엔진 연결됨)$/).waitFor({ timeout: 60_000 });
}

interface Fixtures {
  readonly studio: Studio;
  readonly environment: Readonly<Record<string, string>>;
  readonly expectedFault: RegExp | undefined;
  readonly firstVisit: boolean;
}

/** Each test has a new browser context, and a server without runs. */
export const test = base.extend<Fixtures, { readonly sharedServer: SharedServer }>({
  /** Environment variables of the server, in addition to those of the tests; such a server is not shared. */
  environment: [{}, { option: true }],
  /** Errors that the page may log; any other one fails the test. */
  expectedFault: [undefined, { option: true }],
  /** True: the browser has not shown the studio before, so the introduction appears. */
  firstVisit: [false, { option: true }],
  sharedServer: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of other fixtures from the pattern.
    async ({}, use) => {
      const shared = new SharedServer();
      await use(shared);
      await shared.stop();
    },
    { scope: 'worker' },
  ],
  studio: async ({ page, environment, expectedFault, firstVisit, sharedServer }, use, info) => {
    const own = Object.keys(environment).length > 0 ? await StudioServer.start(environment) : undefined;
    const server = own ?? (await sharedServer.take());
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    // The file pickers belong to the browser's window, which tests cannot access; without them the page uses an input
    // and a download.
    await page.addInitScript(() => {
      for (const name of ['showOpenFilePicker', 'showSaveFilePicker']) Reflect.deleteProperty(window, name);
    });
    if (!firstVisit) await page.addInitScript(() => localStorage.setItem('studio-introduced', 'yes'));
    // STUDIO_SLOW=20 draws twenty times as slowly, so that a test without a wait for its condition fails.
    const slow = Number(process.env['STUDIO_SLOW'] ?? 1);
    if (slow > 1) {
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
    }
    await server.open(page);
    await use(new Studio(page, server.runs));
    await page.close();
    await (own ? own.stop() : sharedServer.giveBack(info.status === info.expectedStatus));
    test.expect(faults.filter((fault) => expectedFault?.test(fault) !== true)).toEqual([]);
  },
});

export const { expect } = test;
