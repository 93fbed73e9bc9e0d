import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rule that depends on the theme. */
const contrast = 'color-contrast';

/**
 * The violations that axe finds, as text: all rules in the light theme, and contrast in the dark one. The page follows
 * the system's theme and ends in the light one.
 */
export async function violations(page: Page): Promise<string[]> {
  // A page keeps axe until it is loaded again.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    found.push(...(await page.evaluate(analyze, { theme, ...(theme === 'dark' ? { rule: contrast } : { rules }) })));
  }
  return found;
}

/** Runs axe in the page, whose colours have ended their transitions to the theme. */
async function analyze(by: { theme: string; rule?: string; rules?: string[] }): Promise<string[]> {
  const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
  const { violations: all } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
    runOnly: by.rule === undefined ? { type: 'tag', values: by.rules ?? [] } : { type: 'rule', values: [by.rule] },
    resultTypes: ['violations'],
  });
  return all.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${by.theme}: ${id}: ${html}\n${failureSummary ?? ''}`),
  );
}
