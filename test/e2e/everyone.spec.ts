import { formatDocument } from '../../graph-nodes/graph/document';
import { tinyPipeline } from '../fixtures/graphs';
import { violations } from './axe';
import { expect, test } from './studio';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('axe finds nothing in the editor, its dialogs and its training panel', async ({ studio, page }) => {
  test.setTimeout(180_000);
  expect(await violations(page)).toEqual([]);
  await studio.node('rmm').locator('.node-title').click();
  await page.keyboard.press('Control+g');
  await page.mouse.dblclick(...(await studio.middleOf(studio.wire('audio/audio', 'rmm/audio'))));
  await expect(page.getByRole('button', { name: /Reroute point/ })).toBeVisible();
  const canvas = await studio.canvasBox();
  await page.mouse.move(canvas.x + 330, canvas.y + 90);
  await page.keyboard.press('n');
  await page.keyboard.type('What to look at');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.locator('.react-flow__node-note')).toContainText('What to look at');
  expect(await violations(page)).toEqual([]);
  await studio.node('audio').locator('.node-title').click();
  await page.keyboard.press('Delete');
  expect(await violations(page)).toEqual([]);
  for (const key of ['?', 'Control+k', 'Control+f', 'g', 'Control+Shift+d', 'Shift+A']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await studio.node('head').locator('.node-title').click({ button: 'right' });
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await studio.open('tiny.json', formatDocument(tinyPipeline({ dataset: { scenes: 60 } })));
  await studio.button('Train').click();
  await expect(page.getByTestId('run-state')).toHaveText('Finished');
  // The tip over the button closes with the pointer.
  await page.mouse.move(5, 5);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  for (const name of ['Confusion', 'Examples']) {
    await page.getByRole('tab', { name }).click();
    expect(await violations(page)).toEqual([]);
  }
});

test('the editor is available in Korean, and remembers it', async ({ studio, page }) => {
  await studio.button('Language').click();
  await page.getByRole('menuitemradio', { name: '한국어' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.getByRole('button', { name: '학습', exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: '속성' })).toContainText('학습 중 메모리');
  await expect(studio.node('rmm').locator('.node-title')).toHaveText('RMM 생성기');
  await studio.node('rmm').locator('.node-title').click();
  await expect(page.getByRole('textbox', { name: '슬롯 L' })).toBeVisible();
  await expect(page.getByRole('region', { name: '속성' })).toContainText('1부터 2048까지의 정수');
  await studio.node('audio').locator('.node-title').click();
  await page.keyboard.press('Delete');
  await expect(
    page.getByText('노드 “RMM 생성기”의 입력 “audio”이(가) 연결되지 않았습니다. 소리 특징을(를) 연결하세요.').last(),
  ).toBeVisible();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('선택 항목 확대');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await expect(page.getByRole('dialog')).toContainText('Orchestra: 질문 관계 없이');
  expect(await page.locator('.gallery').innerText()).not.toMatch(/missing|without|generator|paths/i);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await studio.node('missing').locator('.node-title').click();
  const dropped = page
    .getByRole('combobox', { name: '학습할 때 한 번에 하나씩 빼는 것' })
    .or(page.getByRole('textbox', { name: '학습할 때 한 번에 하나씩 빼는 것' }));
  await expect(dropped).toHaveValue('소리와 영상');
  await expect(studio.node('missing')).toContainText('채움값0');
  await page.getByRole('button', { name: /^백엔드: auto/ }).click();
  await expect(page.getByRole('menuitemradio', { name: /^onnx / })).toContainText('학습 스텝을 그래프 하나로 기록');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: '학습', exact: true })).toBeVisible();
  // No English words remain in the window except for names.
  const words = await page.locator('.top-bar, .status-bar').allInnerTexts();
  expect(words.join(' ').replace(/auto|onnx|wasm|Orchestra: collapse and repair|MiB/g, '')).not.toMatch(/[a-z]{3}/i);
});

test('a graph is built, wired, changed and trained with the keyboard alone', async ({ studio, page }) => {
  /** Opens a search, types and selects the first result. */
  const find = async (key: string, words: string) => {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog').locator('input')).toBeFocused();
    await page.keyboard.type(words);
    await expect(page.getByRole('option').first()).toContainText(words, { ignoreCase: true });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  await find('Control+k', 'new graph');
  await expect(page.locator('.react-flow__node')).toHaveCount(0);
  for (const title of ['Orchestra', 'Question encoder', 'Mean-pool fusion head', 'Trainer']) {
    await find('Shift+A', title);
  }
  await expect(page.locator('.react-flow__node')).toHaveCount(4);
  const wire = async (node: string, input: string) => {
    await find('Control+f', node);
    await expect(studio.node(node)).toHaveClass(/selected/);
    const field = page
      .getByRole('combobox', { name: new RegExp(`^Input ${input}`) })
      .or(page.getByRole('textbox', { name: new RegExp(`^Input ${input}`) }));
    await field.focus();
    // Opens the list with its first output selected; Enter confirms it.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(field).not.toHaveValue('');
    await page.keyboard.press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  };
  await wire('question-encoder', 'batch');
  await wire('mean-pool-head', 'question');
  await wire('trainer', 'logits');
  await wire('trainer', 'labels');
  await expect(studio.wires()).toHaveCount(4);
  await expect(page.getByText('No errors')).toBeVisible();
  await page.keyboard.press('l');
  await find('Control+f', 'orchestra');
  await page.getByRole('textbox', { name: 'Scenes' }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('60');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('run-state')).toHaveText(/Training|Evaluating|Finished/);
});

test('focus is visible, and motion is reduced on request', async ({ studio, page }) => {
  await studio.button('New graph').focus();
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
  expect(outline).not.toBe('none');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
        const lasts = (time: string) => time.split(',').some((part) => parseFloat(part) > 0.01);
        return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration));
      })
      .map((element) => element.className.toString()),
  );
  expect(moving).toEqual([]);
});
