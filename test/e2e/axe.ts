import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rule that depends on the theme. */
const contrast = 'color-contrast';

/**
 * The violations that axe finds, as text: by all rules in the light theme, and those of contrast in the dark one. The page
 * follows the system's theme and is left in the light one.
 */
export async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    const axe = new AxeBuilder({ page });
    const { violations: all } = await (theme === 'dark' ? axe.withRules(contrast) : axe.withTags(rules)).analyze();
    for (const { id, nodes } of all) {
      found.push(...nodes.map(({ html, failureSummary }) => `${theme}: ${id}: ${html}\n${failureSummary ?? ''}`));
    }
  }
  return found;
}
