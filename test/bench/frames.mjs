/** Measures frames per second of a page during user actions, and the work of its main thread. */
/* global window, document, requestAnimationFrame */

/** Rounds of each movement, and their duration in milliseconds. */
const rounds = 3;
const lasting = 1500;

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};

/** Times between the drawn frames during a repeated action. */
async function gapsWhile(page, act) {
  await page.evaluate(() => {
    // Each round has a separate list, because callbacks of the previous round would count every frame twice.
    const times = [];
    window.frameTimes = times;
    const note = (time) => {
      if (window.frameTimes !== times) return;
      times.push(time);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const end = performance.now() + lasting;
  for (let turn = 0; performance.now() < end; turn += 1) await act(turn);
  const times = await page.evaluate(() => {
    const noted = window.frameTimes;
    window.frameTimes = undefined;
    return noted;
  });
  return times.slice(1).map((time, index) => time - times[index]);
}

/** Time of the main thread, as measured by the browser. */
const parts = {
  scripts: 'ScriptDuration',
  style: 'RecalcStyleDuration',
  layout: 'LayoutDuration',
  all: 'TaskDuration',
};

async function spent(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const named = new Map(metrics.map(({ name, value }) => [name, value]));
  return Object.fromEntries(Object.entries(parts).map(([part, name]) => [part, named.get(name) ?? 0]));
}

/**
 * Frames per second during an action: the median of the rounds' means, the slowest twentieth of all frames, and the
 * shares of the time in which the main thread was busy with scripts, style, layout and in total.
 */
async function frames(page, cdp, act) {
  const means = [];
  const all = [];
  const before = await spent(cdp);
  const began = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    const gaps = await gapsWhile(page, act);
    means.push(1000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length));
    all.push(...gaps);
  }
  const seconds = (performance.now() - began) / 1000;
  const after = await spent(cdp);
  const busy = Object.fromEntries(Object.keys(parts).map((part) => [part, (after[part] - before[part]) / seconds]));
  all.sort((a, b) => a - b);
  return { fps: median(means), slow: 1000 / (all[Math.floor(0.95 * all.length)] ?? NaN), busy };
}

/** An empty place of the canvas, and a place on a visible node. */
async function places(page) {
  return page.evaluate(() => {
    const box = document.querySelector('.react-flow').getBoundingClientRect();
    const find = (fits) => {
      for (let y = box.top + 60; y < box.bottom - 60; y += 5) {
        for (let x = box.left + 60; x < box.right - 60; x += 5) {
          const element = document.elementFromPoint(x, y);
          if (element && fits(element)) return [x, y];
        }
      }
      throw new Error('There is nothing to take hold of on the canvas.');
    };
    return {
      empty: find((element) => element.classList.contains('react-flow__pane')),
      node: find((element) => element.closest('.react-flow__node') && !element.closest('.react-flow__handle, .nodrag')),
    };
  });
}

/** Pans and zooms the canvas and drags a node; hovers over a chart if the page has one. */
export async function measure(page, chart) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  const { empty, node } = await places(page);
  const swing = (turn) => 60 * Math.sin(turn / 6);
  const drag = async ([x, y]) => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    const result = await frames(page, cdp, (turn) => page.mouse.move(x + swing(turn), y + swing(turn + 9)));
    await page.mouse.move(x, y);
    await page.mouse.up();
    return result;
  };
  const panning = await drag(empty);
  const dragging = await drag(node);
  await page.mouse.move(...empty);
  await page.keyboard.down('Control');
  const zooming = await frames(page, cdp, (turn) => page.mouse.wheel(0, turn % 20 < 10 ? 30 : -30));
  await page.keyboard.up('Control');
  const box = chart && (await chart.boundingBox());
  const [x, y] = box ? [box.x + box.width / 2, box.y + box.height / 2] : [0, 0];
  const hovering = box
    ? await frames(page, cdp, (turn) => page.mouse.move(x + (box.width / 3) * Math.sin(turn / 9), y))
    : undefined;
  return { panning, dragging, zooming, ...(hovering && { hovering }) };
}
