import { Button, ScrollArea, Switch, Table } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import type { Comparison as Compared } from '../../../engine/contract/comparison';
import type { EngineMessage } from '../../../engine/contract/messages';
import type { Summary } from '../../../engine/contract/tables';
import { testScenarios } from '../../../graph-nodes/datasets/dataset';
import { useMessages } from '../../words';
import { questionsText } from '../../words/questions';
import { messageText } from '../../words/engine';
import { experiments } from './store';
import { useAnswer } from './use-answer';

interface Props {
  readonly a: string;
  readonly b: string;
}

/** Two settings over all their common seeds, or two single runs, on the same held-out questions. */
export function Comparison({ a, b }: Props) {
  const m = useMessages().experiments.comparison;
  const [singlePair, setSinglePair] = useState(false);
  const { found, fault } = useAnswer('compare', { a, b, singlePair });
  return (
    <div className="experiments-page">
      <div className="experiments-bar">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowLeft size={14} />}
          onClick={() => experiments.setState({ compared: undefined })}
        >
          {m.back}
        </Button>
        <Switch
          size="xs"
          label={m.singlePair}
          checked={singlePair}
          onChange={(event) => setSinglePair(event.currentTarget.checked)}
        />
      </div>
      {fault !== undefined && <p className="run-refusal">{fault}</p>}
      {found ? <Found compared={found} /> : fault === undefined && <p className="muted">{m.working}</p>}
    </div>
  );
}

/** Messages about pairs that change the meaning of every figure. */
const cautions: readonly EngineMessage['code'][] = ['chosenSeedsDiffer', 'mixedSeeds', 'sameSettings'];

function Found({
  compared: { a, b, pairing, settings, made, questions, videos, accuracies, assumptions },
}: {
  readonly compared: Compared;
}) {
  const m = useMessages();
  const c = m.experiments.comparison;
  const apart = [
    ...settings.map((each) => ({ ...each, absent: c.lacking })),
    ...made.map(({ part, a: of, b: other }) => ({
      setting: messageText({ code: 'madePart', part }),
      a: of,
      b: other,
      absent: c.unknown,
    })),
  ];
  const scenarios = testScenarios.filter((scenario) => accuracies.some((each) => each.scenario === scenario));
  return (
    <ScrollArea className="experiments-scroll" viewportProps={{ tabIndex: 0, 'aria-label': c.label, role: 'group' }}>
      <div className="comparison">
        <p>
          <b>A</b> {a.name} · <b>B</b> {b.name}
          <br />
          <span className="muted">{c.questions(questions, videos)}</span>
        </p>
        <section aria-label={c.pairing}>
          <h3 className="panel-title">{c.pairing}</h3>
          <ul className="comparison-messages">
            {pairing.map((message, index) => (
              <li key={index} data-caution={cautions.includes(message.code) || undefined}>
                {messageText(message)}
              </li>
            ))}
          </ul>
        </section>
        <section aria-label={c.settings}>
          <h3 className="panel-title">{c.settings}</h3>
          {apart.length === 0 ? (
            <p className="muted">{c.same}</p>
          ) : (
            <Table className="comparison-table" aria-label={c.settings}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{c.setting}</Table.Th>
                  <Table.Th>A</Table.Th>
                  <Table.Th>B</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {apart.map(({ setting, a: one, b: other, absent }) => (
                  <Table.Tr key={setting}>
                    <Table.Th scope="row" className="mono">
                      {setting}
                    </Table.Th>
                    <Table.Td>{one ? messageText(one) : absent}</Table.Td>
                    <Table.Td>{other ? messageText(other) : absent}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
        </section>
        <section aria-label={c.accuracies}>
          <h3 className="panel-title">{c.accuracies}</h3>
          <Table className="comparison-table comparison-figures" aria-label={c.accuracies}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th rowSpan={2}>{c.of}</Table.Th>
                {scenarios.map((scenario) => (
                  <Table.Th key={scenario} colSpan={4} scope="colgroup">
                    {m.scenarios[scenario]}
                  </Table.Th>
                ))}
              </Table.Tr>
              <Table.Tr>
                {scenarios.map((scenario) => (
                  <Fragment key={scenario}>
                    <Table.Th>A</Table.Th>
                    <Table.Th>B</Table.Th>
                    <Table.Th>{c.difference}</Table.Th>
                    <Table.Th>p</Table.Th>
                  </Fragment>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {[...new Set(accuracies.map(({ key }) => key))].map((key) => (
                <Table.Tr key={key}>
                  <Table.Th scope="row">{questionsText(key, m)}</Table.Th>
                  {scenarios.map((scenario) => {
                    const found = accuracies.find((each) => each.key === key && each.scenario === scenario);
                    return <Figures key={scenario} found={found} />;
                  })}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
        <section aria-label={c.assumptions}>
          <h3 className="panel-title">{c.assumptions}</h3>
          <ul className="comparison-messages">
            {assumptions.map((assumption) => (
              <li key={assumption.code}>{messageText(assumption)}</li>
            ))}
          </ul>
        </section>
      </div>
    </ScrollArea>
  );
}

const formatSummary = ({ mean, deviation }: Summary): string =>
  deviation === null ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${deviation.toFixed(1)}`;

/** `+1.2`, `−0.4`, `0.0` */
function signed(points: number): string {
  const size = Math.abs(points).toFixed(1);
  if (Number(size) === 0) return size;
  return `${points < 0 ? '−' : '+'}${size}`;
}

const formatP = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

function Figures({ found }: { readonly found: Compared['accuracies'][number] | undefined }) {
  if (!found) return <Table.Td colSpan={4}>–</Table.Td>;
  const { a, b, test } = found;
  return (
    <>
      <Table.Td>{formatSummary(a)}</Table.Td>
      <Table.Td>{formatSummary(b)}</Table.Td>
      <Table.Td>
        {signed(test.difference)} ({signed(test.low)} … {signed(test.high)})
      </Table.Td>
      <Table.Td data-significant={test.p < 0.05 || undefined}>{formatP(test.p)}</Table.Td>
    </>
  );
}
