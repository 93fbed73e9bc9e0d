import type { Locator, Page } from 'playwright';
import type { Random } from '../../graph-nodes/graph/random';

type Action = (page: Page, random: Random) => Promise<void>;

const kinds = ['rmm', 'retrieval', 'avr', 'mean-pool', 'prompts', 'shaspec', 'probe'];
const presets = ['zero fill', 'retrieval', 'shaspec', 'strongest', 'question only', 'autoencoder'];

const node = (page: Page, id: string): Locator => page.locator(`.react-flow__node[data-id="${id}"]`);
const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const pick = <Value>(random: Random, values: readonly Value[]): Value => values[random.integer(values.length)] as Value;
/** Waits until the page has drawn. */
const look = (page: Page): Promise<void> => page.waitForTimeout(400);

/** A visible node of the graph, chosen by its title. */
async function chooseNode(page: Page, random: Random): Promise<void> {
  const titles = page.locator('.react-flow__node .node-title');
  await titles.nth(random.integer(Math.max(1, await titles.count()))).click();
}

/** Takes the focus from a field, where the keys would change its text. */
const leaveField = (page: Page): Promise<unknown> =>
  page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());

/** Undoes the last change of the graph. */
async function undo(page: Page): Promise<void> {
  await leaveField(page);
  await page.keyboard.press('Control+z');
}

/** The graph is unchanged afterwards, so that memory can be, too. */
const add: Action = async (page, random) => {
  await page.getByRole('textbox', { name: 'Search nodes' }).fill(pick(random, kinds));
  await page.keyboard.press('Enter');
  await look(page);
  await page.getByRole('textbox', { name: 'Search nodes' }).fill('');
  await undo(page);
};

const wire: Action = async (page) => {
  const box = await page.locator('.react-flow').boundingBox();
  const socket = page.locator('.react-flow__handle.source').first();
  await page.keyboard.press('f');
  await socket.hover();
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + (box?.height ?? 0) - 40, { steps: 8 });
  await page.mouse.up();
  await page.getByRole('dialog', { name: 'Add a node' }).waitFor();
  await page.keyboard.press('Enter');
  await look(page);
  await undo(page);
};

const remove: Action = async (page, random) => {
  await chooseNode(page, random);
  await page.keyboard.press('Delete');
  await look(page);
  await undo(page);
};

const change: Action = async (page, random) => {
  await node(page, 'trainer').locator('.node-title').click();
  const rate = page.getByRole('region', { name: 'Inspector' }).getByRole('textbox', { name: 'Learning rate' });
  await rate.fill(`0.00${1 + random.integer(9)}`);
  await rate.press('Enter');
};

const arrange: Action = async (page, random) => {
  await page.keyboard.press('Control+a');
  await page.keyboard.press(pick(random, ['l', 'b', 'h']));
  await look(page);
  await undo(page);
  await page.keyboard.press('f');
};

const openPreset: Action = async (page, random) => {
  await button(page, 'Gallery').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Search graphs and studies' }).fill(pick(random, presets));
  await dialog
    .getByRole('button', { name: /^Orchestra/ })
    .first()
    .click();
  await dialog.waitFor({ state: 'hidden' });
  await page.locator('.react-flow__node').first().waitFor();
};

const turnTab: Action = async (page) => {
  await page.keyboard.press('Alt+.');
  await look(page);
  await page.keyboard.press('Alt+,');
};

const readRuns: Action = async (page, random) => {
  await button(page, 'Experiments').click();
  const boxes = page.getByRole('table', { name: 'Runs' }).getByRole('checkbox', { name: /^Choose / });
  await boxes.first().waitFor();
  if ((await boxes.count()) < 3) return;
  // The newest is still in training.
  await boxes.nth(1).check();
  await boxes.nth(2).check();
  await button(page, pick(random, ['Compare', 'Table of the chosen', 'Curves of the chosen'])).click();
  await page.waitForTimeout(2000);
  const back = button(page, 'Back to the runs');
  if (await back.isVisible()) await back.click();
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.getByRole('textbox', { name: /^Filter by title/ }).fill(pick(random, ['tiny', 'seed1', 'none of them']));
  await look(page);
  await page.getByRole('textbox', { name: /^Filter by title/ }).fill('');
  const chosen = page.getByRole('button', { name: /\d chosen/ });
  if (await chosen.isVisible()) await chosen.click();
  await page.keyboard.press('Escape');
};

const planStudy: Action = async (page, random) => {
  await button(page, 'Experiments').click();
  await page.getByRole('tab', { name: 'Study' }).click();
  await page.getByRole('textbox', { name: 'Number of seeds' }).fill(String(1 + random.integer(5)));
  await page
    .getByTestId('study-plan')
    .getByText(/\d runs?/)
    .first()
    .waitFor();
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.keyboard.press('Escape');
};

const watch: Action = async (page, random) => {
  for (const tab of ['Confusion', 'Examples', 'Curves and accuracy'])
    await page.getByRole('tab', { name: tab }).click();
  const chart = page.getByTestId('loss-chart');
  await chart.hover({ position: { x: 60 + random.integer(200), y: 40 } });
};

const command: Action = async (page, random) => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(pick(random, ['light or dark: dark', 'light or dark: light', 'overview']));
  await page.keyboard.press('Enter');
};

const actions = { add, wire, remove, change, arrange, openPreset, turnTab, readRuns, planStudy, watch, command };

/** Closes open dialogs of an action. */
async function tidy(page: Page): Promise<void> {
  await page.mouse.up();
  for (let press = 0; press < 3; press += 1) {
    await page.keyboard.press('Escape');
    if ((await page.getByRole('dialog').count()) === 0) break;
  }
  await leaveField(page);
}

/** Closes all tabs but the first, without saving. */
export async function closeTabs(page: Page): Promise<void> {
  const tabs = page.getByRole('navigation', { name: 'Open graphs' }).locator('.tab');
  for (let count = await tabs.count(); count > 1; count = await tabs.count()) {
    const last = tabs.nth(count - 1);
    await last.getByRole('button', { name: /^Close / }).click();
    const discard = button(page, 'Discard changes');
    const asked = await Promise.race([
      discard.waitFor().then(
        () => true,
        () => false,
      ),
      last.waitFor({ state: 'detached' }).then(() => false),
    ]);
    if (asked) await discard.click();
    await last.waitFor({ state: 'detached' });
  }
}

/** Executes one action, selected by the stream. `fault`: the reason of a failure. */
export async function act(page: Page, random: Random): Promise<{ name: string; fault?: string }> {
  const name = pick(random, Object.keys(actions) as (keyof typeof actions)[]);
  try {
    await actions[name](page, random);
    return { name };
  } catch (error) {
    return { name, fault: (error instanceof Error ? error.message : String(error)).slice(0, 600) };
  } finally {
    await tidy(page);
  }
}
