import { Button, ScrollArea, Table as Grid, UnstyledButton } from '@mantine/core';
import { Fragment, useState } from 'react';
import { derivedColumns, type Table, type TableCell } from '../../../engine/contract/tables';
import { signed } from '../../../engine/contract/words/results';
import { useMessages } from '../../words';
import { messageText } from '../../words/engine';
import { TrivialMark } from '../../ui/TrivialMark';
import { showRuns } from './store';

/** A heading and its number of columns. */
interface Heading {
  readonly text: string;
  readonly span: number;
  readonly first: number;
}

/** Headings of one level: neighbours with equal headings down to this level share one. */
function headingsOf(columns: readonly TextColumn[], level: number): Heading[] {
  const headings: Heading[] = [];
  columns.forEach(({ headings: own }, index) => {
    const last = headings.at(-1);
    const before = last && columns[last.first]?.headings.slice(0, level + 1).join('\n');
    if (last && before === own.slice(0, level + 1).join('\n'))
      headings[headings.length - 1] = { ...last, span: last.span + 1 };
    else headings.push({ text: own[level] ?? '', span: 1, first: index });
  });
  return headings;
}

/** Texts of a column’s headings, outermost first. */
interface TextColumn {
  readonly headings: readonly string[];
}

interface Figure {
  readonly method: string;
  readonly column: string;
  readonly runs: readonly string[];
  readonly seeds: readonly number[];
  /** Figure of each run, if the engine gives it. */
  readonly values: readonly (number | null)[] | undefined;
  /** True for differences. */
  readonly isSigned: boolean;
}

/** A table with the best value of each column in bold. A press on a figure shows its runs. */
export function ResultTable({ table }: { readonly table: Table }) {
  const m = useMessages().experiments.table;
  const [figure, setFigure] = useState<Figure>();
  const { digits } = table;
  const columns = table.columns.map(({ headings }): TextColumn => ({ headings: headings.map(messageText) }));
  const blocks = table.blocks.map(({ title, rows }) => ({
    title: title && messageText(title),
    rows: rows.map((row) => ({ ...row, name: messageText(row.name) })),
  }));
  const caption = messageText(table.caption);
  const levels = Math.max(0, ...columns.map(({ headings }) => headings.length));
  return (
    <>
      <ScrollArea
        className="experiments-scroll"
        offsetScrollbars
        viewportProps={{ tabIndex: 0, 'aria-label': caption, role: 'group' }}
      >
        <Grid className="results" data-testid="result-table" aria-label={caption}>
          <Grid.Thead>
            {Array.from({ length: levels }, (_, level) => (
              <Grid.Tr key={level}>
                {level === 0 && (
                  <Grid.Th rowSpan={levels} className="results-method">
                    {m.method}
                  </Grid.Th>
                )}
                {headingsOf(columns, level).map(({ text, span, first }) => (
                  <Grid.Th key={first} colSpan={span} scope={span > 1 ? 'colgroup' : 'col'}>
                    {text}
                  </Grid.Th>
                ))}
              </Grid.Tr>
            ))}
          </Grid.Thead>
          <Grid.Tbody>
            {blocks.map(({ title, rows }) => (
              <Fragment key={title ?? ''}>
                {title !== null && (
                  <Grid.Tr className="runs-group">
                    <Grid.Th colSpan={columns.length + 1} scope="rowgroup">
                      {title}
                    </Grid.Th>
                  </Grid.Tr>
                )}
                {rows.map(({ name, runs, seeds, cells }) => (
                  <Grid.Tr key={name}>
                    <Grid.Th scope="row" className="results-method">
                      {name}
                    </Grid.Th>
                    {cells.map((cell, index) => {
                      const column = [title, ...(columns[index]?.headings ?? [])]
                        .filter((part) => part !== null)
                        .join(' · ');
                      return (
                        <Grid.Td key={index}>
                          {cell ? (
                            <UnstyledButton
                              className="results-figure"
                              data-best={cell.best || undefined}
                              aria-pressed={figure?.method === name && figure.column === column}
                              onClick={() =>
                                setFigure({
                                  method: name,
                                  column,
                                  runs,
                                  seeds,
                                  values: cell.values,
                                  isSigned: cell.interval !== undefined,
                                })
                              }
                            >
                              <FigureText cell={cell} digits={digits} />
                            </UnstyledButton>
                          ) : (
                            '–'
                          )}
                        </Grid.Td>
                      );
                    })}
                  </Grid.Tr>
                ))}
              </Fragment>
            ))}
          </Grid.Tbody>
        </Grid>
      </ScrollArea>
      <div className="results-notes muted">
        {[table.caption, ...(table.footnote ? [table.footnote] : []), ...table.notes].map(messageText).map((note) => (
          <p key={note}>{note}</p>
        ))}
        {derivedColumns
          .filter((column) => table.columns.some(({ derived }) => derived === column))
          .map((column) => (
            <p key={column}>
              <strong>{messageText({ code: 'derivedColumn', column })}</strong>: {m.derived[column]}
            </p>
          ))}
      </div>
      <section className="results-sources" aria-label={m.sources} aria-live="polite">
        {figure ? (
          <>
            <p>
              {m.figure(figure.method, figure.column, figure.runs.length)}{' '}
              <Button size="compact-xs" variant="default" onClick={() => showRuns(figure.runs)}>
                {m.showRuns}
              </Button>
            </p>
            <ul>
              {figure.runs.map((run, place) => (
                <li key={run}>
                  {m.seed(figure.seeds[place] ?? 0)}
                  {figure.values && <strong> {valueText(figure.values[place], figure.isSigned, digits)}</strong>}{' '}
                  <span className="mono muted">{run}</span>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p className="muted">{m.press}</p>
        )}
      </section>
    </>
  );
}

/** Figure of one run; a dash without one. */
function valueText(value: number | null | undefined, isSigned: boolean, digits: number): string {
  if (typeof value !== 'number') return '–';
  return isSigned ? signed(value, digits) : value.toFixed(digits);
}

function FigureText({
  cell: { mean, deviation, interval, best, trivial },
  digits,
}: {
  readonly cell: TableCell;
  readonly digits: number;
}) {
  const text = interval ? signed(mean, digits) : mean.toFixed(digits);
  return (
    <>
      {best ? <strong>{text}</strong> : text}
      {trivial && <TrivialMark />}
      {deviation !== null && <small> ± {deviation.toFixed(digits)}</small>}
      {interval && (
        <small>
          {' '}
          ({signed(interval.low, digits)} … {signed(interval.high, digits)})
        </small>
      )}
    </>
  );
}
