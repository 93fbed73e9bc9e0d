import type { Comparison } from '../contract/comparison';
import { inEnglish, type EngineMessage } from '../contract/messages';
import type { Summary } from '../contract/tables';
import { headingOf, scenarioText } from './table';
import { escapeMarkdown } from './formats/markdown';

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
const accuracy = ({ mean, deviation }: Summary): string =>
  deviation === null ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${deviation.toFixed(1)}`;

/** Formats p with two significant digits; never 0. */
export const printedP = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(p < 0.1 ? 3 : 2));

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const list = (messages: readonly EngineMessage[]): string =>
  messages.map((message) => `- ${escapeMarkdown(inEnglish(message))}`).join('\n');

const settingText = (value: EngineMessage | null): string | null => value && inEnglish(value);

/** Replaces the messages of a comparison by English sentences, for `studio compare --json`. */
export const printedComparison = (comparison: Comparison) => ({
  ...comparison,
  pairing: comparison.pairing.map(inEnglish),
  settings: comparison.settings.map(({ setting, a, b }) => ({ setting, a: settingText(a), b: settingText(b) })),
  made: comparison.made.map(({ part, a, b }) => ({ part, a: settingText(a), b: settingText(b) })),
  assumptions: comparison.assumptions.map(inEnglish),
});

/** Formats a comparison in Markdown. */
export function markdownComparison(comparison: Comparison): string {
  const { a, b, pairing, settings, made, questions, videos, accuracies, assumptions } = comparison;
  const apart = [
    ...settings,
    ...made.map(({ part, ...values }) => ({ setting: inEnglish({ code: 'madePart', part }), ...values })),
  ];
  const seeds = ({ seeds: own }: Comparison['a']) => `seed${own.length > 1 ? 's' : ''} ${own.join(', ')}`;
  const scenarioNames = [...new Set(accuracies.map(({ scenario }) => scenario))];
  const parts = [
    `A: ${escapeMarkdown(a.name)}, ${seeds(a)}  \nB: ${escapeMarkdown(b.name)}, ${seeds(b)}  \n${questions} held-out questions of ${videos} videos`,
    list(pairing),
    apart.length === 0
      ? 'The settings do not differ.'
      : [
          row(['setting', 'A', 'B']),
          row(['---', '---', '---']),
          ...apart.map(({ setting, a: of, b: other }) =>
            row([setting, settingText(of) ?? '–', settingText(other) ?? '–'].map(escapeMarkdown)),
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
    list(assumptions),
  ];
  return `${parts.join('\n\n')}\n`;
}
