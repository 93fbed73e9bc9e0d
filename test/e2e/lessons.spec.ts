import type { Locator, Page } from '@playwright/test';
import { violations } from './axe';
import { cutOff } from './clipping';
import { expect, ready, test, type Studio } from './studio';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Sizes of the graphs of lessons in their bundle, and smaller ones that train in a second. */
const smaller = [
  [/scenes:1e3/g, 'scenes:24'],
  [/epochs:[35]\b/g, 'epochs:1'],
  [/width:96/g, 'width:8'],
  [/projection:64/g, 'projection:8'],
  [/reads:16/g, 'reads:2'],
  [/slots:(32|512)/g, 'slots:4'],
] as const;

/** Serves the lessons with smaller graphs. */
async function shrink(page: Page): Promise<void> {
  await page.route(/\/assets\/lesson-files-.*\.js$/, async (route) => {
    const response = await route.fetch();
    const body = smaller.reduce((text, [size, small]) => text.replaceAll(size, small), await response.text());
    await route.fulfill({ response, body });
  });
  await page.reload();
  await ready(page);
}

/** The lesson in the side panel, as used by a learner. */
class LessonPage {
  readonly panel: Locator;

  constructor(
    readonly studio: Studio,
    readonly words = {
      panel: 'Lesson',
      next: 'Next',
      train: 'Train',
      finished: 'Finished',
      toDo: 'To do',
      question: 'Question',
    },
  ) {
    this.panel = studio.page.getByRole('region', { name: words.panel, exact: true });
  }

  get page(): Page {
    return this.studio.page;
  }

  async open(title: string): Promise<void> {
    await this.page
      .locator('.top-bar-tools')
      .getByRole('button', { name: /^(Lessons|수업)$/ })
      .click();
    await this.page.getByRole('menuitem', { name: title }).click();
    await expect(this.panel.getByRole('heading', { level: 2 })).toBeVisible();
  }

  task(text: string | RegExp): Locator {
    return this.panel.locator('.lesson-task').filter({ hasText: text });
  }

  async expectDone(text: string | RegExp, timeout = 30_000): Promise<void> {
    await expect(this.task(text).getByRole('img', { name: this.words.finished })).toBeVisible({ timeout });
  }

  async expectToDo(text: string | RegExp): Promise<void> {
    await expect(this.task(text).getByRole('img', { name: this.words.toDo })).toBeVisible();
  }

  async predict(at = 0): Promise<void> {
    for (const group of await this.panel.getByRole('radiogroup').all()) await group.getByRole('radio').nth(at).check();
  }

  /** Tries the options of the last question until one is right. */
  async answer(): Promise<void> {
    const question = this.panel.getByRole('region', { name: this.words.question }).last();
    for (const option of await question.getByRole('radio').all()) {
      await option.check();
      if ((await question.locator('.lesson-verdict[data-right="true"]').count()) > 0) return;
    }
    throw new Error('No option of the question is right.');
  }

  async next(): Promise<void> {
    await this.panel.getByRole('button', { name: this.words.next, exact: true }).click();
  }

  /** Trains until the task of the lesson is done. */
  async train(task: string | RegExp): Promise<void> {
    await this.studio.button(this.words.train).click();
    await this.expectDone(task, 90_000);
  }

  /** Opens the stage beside the lesson and predicts the first answer. */
  async predictOnStage(): Promise<void> {
    await this.page
      .locator('.top-bar-tools')
      .getByRole('button', { name: /^(Stage|무대)$/ })
      .press('Enter');
    const stage = this.page.getByRole('dialog');
    await expect(stage.getByRole('region', { name: this.words.panel, exact: true })).toBeVisible();
    await expect(this.page.getByTestId('stage-scene')).toBeVisible();
    await expect(this.page.getByTestId('stage-bars')).toHaveCount(0);
    await stage.locator('.stage-prediction').getByRole('button').first().press('Enter');
    await expect(this.page.getByTestId('stage-bars')).toBeVisible();
  }

  /** Changes a switch of the stage, and changes it back. */
  async fail(device: RegExp, task: string | RegExp): Promise<void> {
    const thrown = this.page.getByRole('switch', { name: device });
    await thrown.press('Space');
    await this.expectDone(task);
    await thrown.press('Space');
  }

  /** Sets a parameter of a node in the inspector. */
  async set(node: string, parameter: string, value: string): Promise<void> {
    await this.studio.node(node).locator('.node-title').click();
    const field = this.page.getByRole('textbox', { name: parameter, exact: true });
    await field.fill(value);
    await field.press('Enter');
  }

  async choose(node: string, parameter: string, option: string): Promise<void> {
    await this.studio.node(node).locator('.node-title').click();
    await this.page
      .getByRole('combobox', { name: parameter, exact: true })
      .or(this.page.getByRole('textbox', { name: parameter, exact: true }))
      .click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  async expectFinished(): Promise<void> {
    await expect(this.panel.getByText('You have finished this lesson.')).toBeVisible();
  }
}

test('lessons 1 and 2: a missing modality, and zeros', async ({ studio, page }) => {
  await shrink(page);
  const lesson = new LessonPage(studio);
  await lesson.open('What a missing modality costs');
  // The lesson shows only the parts that it needs.
  await expect(page.getByLabel('Nodes to add', { exact: true })).toBeHidden();
  await expect(studio.button('Gallery')).toHaveCount(0);
  await lesson.predict();
  await lesson.next();
  await lesson.train('Press Train');
  await lesson.next();
  await expect(lesson.panel.getByRole('row', { name: /^1 · seed 1/ })).toContainText(/\d\.\d.*\d\.\d.*\d\.\d/);
  await lesson.answer();
  await page.mouse.move(640, 60);
  expect(await violations(page)).toEqual([]);
  for (const [width, height] of [
    [1024, 640],
    [1280, 720],
    [2560, 1440],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expect.poll(() => cutOff(page), `at ${width} × ${height}`).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  await lesson.next();
  await page.getByRole('tab', { name: 'Examples' }).click();
  await expect(page.getByTestId('examples')).toBeVisible();
  await lesson.expectToDo('Open the tab Examples');
  await page.getByRole('region', { name: 'Examples' }).getByText('Lost without sound').click();
  await lesson.expectDone('Open the tab Examples');
  await lesson.next();

  // The stage is beside the lesson, without a prediction.
  await lesson.predictOnStage();
  await lesson.expectDone('Press Stage');
  await lesson.expectDone('Choose the answer');
  await lesson.predict(1);
  expect(await violations(page)).toEqual([]);
  await lesson.next();
  const outcome = lesson.panel.getByRole('region', { name: 'Outcome:' });
  await lesson.fail(/Microphone fails/, 'Microphone fails');
  await expect(outcome).toHaveCount(0);
  await expect(lesson.panel).not.toContainText('“Real pair” does not change');
  await lesson.fail(/Camera fails/, 'Camera fails');
  await expect(outcome).toContainText('Only “Zero fill”');
  await expect(lesson.panel).toContainText('“Real pair” does not change');
  await lesson.next();
  await lesson.panel.getByRole('radio', { name: /^The weights changed/ }).check();
  await expect(lesson.panel).toContainText('The evaluation changes no weights');
  await lesson.answer();
  await lesson.expectFinished();

  await lesson.panel.getByRole('button', { name: 'Next lesson' }).click();
  await expect(lesson.panel.getByRole('heading', { name: 'Zeros' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await lesson.train('with zeros as the fill');
  await lesson.next();
  await lesson.predict();
  await lesson.choose('missing', 'Fill', 'mean');
  await lesson.expectDone('set Fill to');
  await lesson.train('Train again');
  await lesson.next();
  await lesson.next();
  await lesson.predict(1);
  await lesson.choose('missing', 'Fill', 'zeros');
  await lesson.set('trainer', 'Scenario: audio missing', '1');
  await lesson.set('trainer', 'Scenario: visual missing', '1');
  await lesson.train('Train a third time');
  await lesson.next();
  await expect(lesson.panel.getByRole('row')).toHaveCount(4);
  await lesson.answer();
  await lesson.expectFinished();

  // Everything is unchanged, and the lesson continues at the same step.
  await lesson.panel.getByRole('button', { name: 'Close the lesson' }).click();
  await expect(lesson.panel).toHaveCount(0);
  await expect(page.getByLabel('Nodes to add', { exact: true })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Open graphs' })).toHaveCount(0);
  await lesson.open('Zeros');
  await lesson.expectFinished();
  await page.reload();
  await lesson.expectFinished();
  await expect(lesson.panel.getByRole('row')).toHaveCount(4);
});

test('lessons 3 and 4: recalling, and the question', async ({ studio, page }) => {
  await shrink(page);
  const lesson = new LessonPage(studio);
  await lesson.open('Recalling from two of three');
  await lesson.next();
  for (const modality of ['audio', 'visual', 'question'])
    await studio.drag(studio.socket(modality, 'output', modality), studio.socket('rmm', 'input', modality));
  await lesson.expectDone('of the encoders');
  for (const modality of ['audio', 'visual'])
    await studio.drag(studio.socket('rmm', 'output', modality), studio.socket('head', 'input', modality));
  await lesson.expectDone('to the head');
  await lesson.next();
  await lesson.predict();
  await lesson.train('Train both stages');
  await lesson.next();
  await expect(lesson.panel.getByRole('row', { name: /^after/ })).toHaveCount(2);
  await lesson.next();
  await lesson.predictOnStage();
  await page.getByRole('switch', { name: /Camera fails/ }).press('Space');
  await expect(page.getByTestId('stage-scene')).toHaveAttribute('aria-label', /Recalled picture/);
  await page.getByRole('switch', { name: /Camera fails/ }).press('Space');
  await lesson.fail(/Microphone fails/, 'Microphone fails');
  await lesson.answer();
  await lesson.next();
  await lesson.answer();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await lesson.expectFinished();

  await lesson.open('Does the question matter?');
  await lesson.train('with the question relation');
  await lesson.next();
  await lesson.predict();
  await lesson.next();
  await studio.node('rmm').locator('.node-title').click();
  await page.getByRole('switch', { name: 'Question relation' }).click();
  await lesson.expectDone('Question relation off');
  await lesson.train('Train again');
  await lesson.next();
  await lesson.next();
  await lesson.answer();
  await lesson.expectFinished();
});

test('lessons 5 and 6: denoising, and freezing', async ({ studio, page }) => {
  await shrink(page);
  const lesson = new LessonPage(studio);
  await lesson.open('Denoising as repair');
  await lesson.next();
  await lesson.predict(1);
  await lesson.next();
  await lesson.train('Train the graph');
  await lesson.next();
  await expect(lesson.panel.getByRole('row', { name: /^after/ })).toHaveCount(3);
  await lesson.next();
  await page.getByRole('tab', { name: 'Examples' }).click();
  await page.getByRole('region', { name: 'Examples' }).getByText('Lost without picture').click();
  await lesson.answer();
  await lesson.expectFinished();

  await lesson.open('Freezing and stages');
  await lesson.predict(1);
  await lesson.train('as they are');
  await lesson.next();
  await lesson.next();
  await studio.node('trainer').locator('.node-title').click();
  const stage = page.getByRole('group', { name: 'Stage 2 of 2, RMM' });
  await stage.getByRole('combobox', { name: 'Frozen nodes' }).click();
  for (const node of ['Audio encoder (audio)', 'Question encoder (question)', 'Question-gated head (head)'])
    await page.getByRole('option', { name: node }).click();
  await page.keyboard.press('Escape');
  await lesson.expectDone('choose the frozen nodes');
  await lesson.train('Train again');
  await lesson.next();
  await lesson.answer();
  await lesson.next();
  await lesson.answer();
  await lesson.expectFinished();
});

test('lessons 7 and 8: an ablation, and an experiment', async ({ studio, page }) => {
  await shrink(page);
  const lesson = new LessonPage(studio);
  await lesson.open('Reading an ablation honestly');
  await lesson.train('seed 1: press Train');
  await lesson.choose('missing', 'Fill', 'mean');
  await lesson.train('again with seed 1');
  await lesson.next();
  await lesson.predict();
  await lesson.next();
  await lesson.choose('missing', 'Fill', 'zeros');
  await lesson.set('trainer', 'Seed', '3');
  await lesson.train('with zeros and another Seed');
  await lesson.choose('missing', 'Fill', 'mean');
  await lesson.train('with the mean');
  await lesson.next();
  await studio.button('Experiments: runs, studies and tables').or(studio.button('Experiments')).first().click();
  const dialog = page.getByRole('dialog');
  const runs = dialog.getByRole('checkbox', { name: /reading-an-ablation/ });
  await runs.first().check();
  await runs.nth(1).check();
  await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await lesson.expectDone('Open Experiments');
  await lesson.next();
  await lesson.answer();
  await lesson.expectFinished();

  await lesson.open('Your own experiment');
  await expect(page.getByLabel('Nodes to add', { exact: true })).toBeVisible();
  await lesson.train('as it is');
  await lesson.next();
  await lesson.choose('missing', 'Fill', 'noise');
  await lesson.expectDone('Change one thing');
  await lesson.predict(1);
  await lesson.next();
  await lesson.train('Train the changed graph.');
  await lesson.set('trainer', 'Seed', '2');
  await lesson.train('with a second Seed');
  await lesson.choose('missing', 'Fill', 'zeros');
  await lesson.train('Undo your change');
  await lesson.next();
  await lesson.next();
  await lesson.answer();
  await lesson.expectFinished();
});

test.describe('in Korean', () => {
  test.use({ firstVisit: true, colorScheme: 'dark' });

  test('the first visit offers lesson 1, which can be completed by keyboard', async ({ studio, page }) => {
    await page.evaluate(() => localStorage.setItem('studio-language', 'ko'));
    await shrink(page);
    const lesson = new LessonPage(studio, {
      panel: '수업',
      next: '다음',
      train: '학습',
      finished: '마침',
      toDo: '할 일',
      question: '질문',
    });
    await page.getByRole('button', { name: '첫 수업 시작' }).focus();
    await page.keyboard.press('Enter');
    await expect(lesson.panel.getByRole('heading', { name: '결측 모달리티의 대가' })).toBeVisible();
    await lesson.panel.getByRole('radio').first().focus();
    await page.keyboard.press('ArrowDown');
    const next = lesson.panel.getByRole('button', { name: '다음', exact: true });
    await next.press('Enter');
    await page.keyboard.press('Control+Enter');
    await lesson.expectDone('학습', 90_000);
    await next.press('Enter');
    await lesson.answer();
    await page.keyboard.press('p');
    await expect(lesson.panel).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await expect.poll(() => cutOff(page)).toEqual([]);
    await page.keyboard.press('p');
    await next.press('Enter');
    await page.getByRole('tab', { name: '예시' }).press('Enter');
    await lesson.expectToDo('예시');
    await page.getByRole('radio', { name: '모두', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await lesson.expectDone('예시');
    await next.press('Enter');
    await lesson.predictOnStage();
    await lesson.panel.getByRole('radio').first().press('Space');
    await next.press('Enter');
    await lesson.fail(/마이크 고장/, '마이크 고장');
    await lesson.fail(/카메라 고장/, '카메라 고장');
    await next.press('Enter');
    await lesson.answer();
    await expect(lesson.panel.getByText('이 수업을 마쳤습니다.')).toBeVisible();
  });
});
