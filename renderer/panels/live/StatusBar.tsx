import { UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconChartLine, IconCircleCheck, IconPlug, IconPlugOff } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { estimateDetail, estimateText } from '../../words/estimate';
import { errorsOf, totalsOf } from '../../documents/analysis';
import { formatBytes, formatCount } from '../../words/format';
import { estimate } from '../../session/estimate';
import { session } from '../../session/session';
import { StartStatus } from './StartHead';
import { select, useAnalysis } from '../../documents/active-graph';
import { panels, usePanels } from '../../ui/panels';

/** One line about the graph and the engine, and the switch of the training panel. */
export function StatusBar() {
  const m = useMessages();
  const analysis = useAnalysis();
  const connection = useStore(session, (state) => state.connection);
  const expected = useStore(estimate, ({ found }) => found);
  const starting = useStore(session, ({ startingRun }) => startingRun);
  const broken = connection === 'lost' || connection === 'incompatible';
  const open = usePanels((state) => state.livePanelOpen);
  const errors = errorsOf(analysis).length;
  const warnings = analysis.problems.length - errors;
  const { parameters, memory } = totalsOf(analysis);
  return (
    <footer className="status-bar">
      <UnstyledButton className="status-item" data-bad={errors > 0 || undefined} onClick={() => select([])}>
        {errors > 0 ? <IconAlertCircle size={14} aria-hidden /> : <IconCircleCheck size={14} aria-hidden />}
        {m.status.errors(errors)}
        {errors === 0 && warnings > 0 && `, ${m.status.warnings(warnings)}`}
      </UnstyledButton>
      <span className="status-item status-fact">{m.status.parameters(formatCount(parameters))}</span>
      <span className="status-item status-fact">{m.canvas.memory(formatBytes(memory))}</span>
      {starting && <StartStatus key={starting.since} starting={starting} />}
      {expected && !starting && (
        <span className="status-item status-fact" title={estimateDetail(expected, m)} data-testid="run-estimate">
          {m.estimate.whole(estimateText(expected, m))}
        </span>
      )}
      <span className="status-space" />
      <span className="status-item" data-bad={broken || undefined} role="status">
        {broken ? <IconPlugOff size={14} aria-hidden /> : <IconPlug size={14} aria-hidden />}
        {m.status.engine[connection]}
      </span>
      <UnstyledButton
        className="status-item"
        aria-pressed={open}
        onClick={() => panels.setState({ livePanelOpen: !open })}
      >
        <IconChartLine size={14} aria-hidden /> {m.status.panel}
      </UnstyledButton>
    </footer>
  );
}
