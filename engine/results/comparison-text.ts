import type { Comparison } from '../contract/comparison';
import { inEnglish, type EngineMessage } from '../contract/messages';
import type { Summary } from '../contract/tables';
import { headingOf, scenarioText } from './table';
import { escapeMarkdown } from './formats/markdown';

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
const accuracy = ({ mean, deviation }: Summary): string =>
  deviation === null ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${deviation.toFixed(1)}`;

/** p as it is printed: two digits that count, and never 0. */
export const printedP = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(p < 0.1 ? 3 : 2));

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const settingText = (value: EngineMessage | null): string | null => value && inEnglish(value);

/** A comparison with English sentences in place of messages, as `studio compare --json` prints it. */
export const printedComparison = (comparison: Comparison) => ({
  ...comparison,
  settings: comparison.settings.map(({ setting, a, b }) => ({ setting, a: settingText(a), b: settingText(b) })),
  assumptions: comparison.assumptions.map(inEnglish),
});

/** A comparison for people, in Markdown. */
export function markdownComparison(comparison: Comparison): string {
  const { a, b, settings, questions, videos, accuracies, assumptions } = comparison;
  const seeds = ({ seeds: own }: Comparison['a']) => `seed${own.length > 1 ? 's' : ''} ${own.join(', ')}`;
  const scenarioNames = [...new Set(accuracies.map(({ scenario }) => scenario))];
  const parts = [
    `A: ${escapeMarkdown(a.name)}, ${seeds(a)}  \nB: ${escapeMarkdown(b.name)}, ${seeds(b)}  \n${questions} held-out questions of ${videos} videos`,
    settings.length === 0
      ? 'The graphs do not differ.'
      : [
          row(['setting', 'A', 'B']),
          row(['---', '---', '---']),
          ...settings.map((apart) =>
            row([apart.setting, settingText(apart.a) ?? '–', settingText(apart.b) ?? '–'].map(escapeMarkdown)),
          ),
        ].join('\n'),
    ...scenarioNames.map((scenario) =>
      [
        row([scenarioText(scenario), 'A', 'B', 'A − B', 'interval', 'p']),
        row(['---', '---:', '---:', '---:', ':---:', '---:']),
        ...accuracies
          .filter((compared) => compared.scenario === scenario)
          .map(({ key, a: of, b: other, test }) =>
            row([
              headingOf(key).map(inEnglish).join(' · '),
              accuracy(of),
              accuracy(other),
              signed(test.difference),
              `${signed(test.low)} to ${signed(test.high)}`,
              printedP(test.p),
            ]),
          ),
      ].join('\n'),
    ),
    assumptions.map((assumption) => `- ${escapeMarkdown(inEnglish(assumption))}`).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
