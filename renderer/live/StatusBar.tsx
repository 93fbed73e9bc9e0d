import { UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconChartLine, IconCircleCheck, IconPlug, IconPlugOff } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { errorsOf, totalsOf } from '../state/analysis';
import { useAnalysis, useView } from '../state/editor';
import { select, view } from '../state/view';
import { formatBytes, formatCount } from './format';
import { session } from './session';

/** One line on the graph and the engine, and the switch of the training panel. */
export function StatusBar() {
  const analysis = useAnalysis();
  const connection = useStore(session, (state) => state.connection);
  const open = useView((state) => state.livePanelOpen);
  const errors = errorsOf(analysis).length;
  const { parameters, memory } = totalsOf(analysis);
  return (
    <footer className="status-bar">
      <UnstyledButton className="status-item" data-bad={errors > 0 || undefined} onClick={() => select([])}>
        {errors > 0 ? <IconAlertCircle size={14} aria-hidden /> : <IconCircleCheck size={14} aria-hidden />}
        {errors === 0 ? 'Ready to train' : errors === 1 ? '1 error' : `${errors} errors`}
      </UnstyledButton>
      <span className="status-item">{formatCount(parameters)} parameters</span>
      <span className="status-item">about {formatBytes(memory)} while training</span>
      <span className="status-space" />
      <span className="status-item" data-bad={connection === 'lost' || undefined} role="status">
        {connection === 'lost' ? <IconPlugOff size={14} aria-hidden /> : <IconPlug size={14} aria-hidden />}
        {
          { connected: 'Engine connected', connecting: 'Connecting to the engine', lost: 'Engine lost; trying again' }[
            connection
          ]
        }
      </span>
      <UnstyledButton
        className="status-item"
        aria-pressed={open}
        onClick={() => view.setState({ livePanelOpen: !open })}
      >
        <IconChartLine size={14} aria-hidden /> Training panel
      </UnstyledButton>
    </footer>
  );
}
