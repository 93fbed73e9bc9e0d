import { UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconChartLine, IconCircleCheck, IconFlask, IconPlug, IconPlugOff } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { useMessages } from '../../words';
import { estimateDetail, estimateText } from '../../words/estimate';
import { errorsOf, totalsOf } from '../../documents/analysis';
import { formatBytes, formatCount } from '../../words/format';
import { estimate } from '../../session/estimate';
import { runningStudies } from '../../session/running-studies';
import { session } from '../../session/session';
import { StartStatus } from './StartHead';
import { select, useAnalysis } from '../../documents/active-graph';
import { openDialog, panels, usePanels } from '../../ui/panels';
import { experiments } from '../experiments/store';

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
      {/* Nodes that are not wired to a trainer have no part in the totals. */}
      {parameters > 0 && (
        <>
          <span className="status-item status-fact">{m.status.parameters(formatCount(parameters))}</span>
          <span className="status-item status-fact">{m.canvas.memory(formatBytes(memory))}</span>
        </>
      )}
      {starting && <StartStatus key={starting.since} starting={starting} />}
      {expected && !starting && (
        <span className="status-item status-fact" title={estimateDetail(expected, m)} data-testid="run-estimate">
          {m.estimate.whole(estimateText(expected, m))}
        </span>
      )}
      <StudyProgress />
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

/** The studies that train now, each as a button that shows its runs. */
function StudyProgress() {
  const m = useMessages().status;
  const list = useStore(runningStudies, (state) => state.list);
  function show(study: string) {
    experiments.setState({ page: 'study', shown: study });
    openDialog('experiments');
  }
  return list.map(({ study, title, done, failed, runs }) => (
    <UnstyledButton key={study} className="status-item" title={m.showStudy(title)} onClick={() => show(study)}>
      <IconFlask size={14} aria-hidden /> {m.study(done + failed, runs)}
    </UnstyledButton>
  ));
}
