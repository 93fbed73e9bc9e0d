// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunEstimate } from '../../../engine/contract/estimate';
import { renderPanel } from '../../../test/fixtures/panel';
import { currentDocument, edit } from '../../documents/active-graph';
import { move, remove, setParameter } from '../../documents/editing';
import { startEstimates } from '../../session/estimate';
import { client, session } from '../../session/session';
import { panels } from '../../ui/panels';
import { messages, setLanguage } from '../../words';
import { estimateText } from '../../words/estimate';
import { TrainControls } from '../top-bar/TrainControls';
import { LivePanel } from './LivePanel';
import { StatusBar } from './StatusBar';

beforeAll(startEstimates);

const measured: RunEstimate = { basis: 'sameGraph', seconds: 130, runs: 3, backend: 'onnx' };

/** Shows all places of the estimate, connected to an engine with this answer. */
function show(answer: RunEstimate) {
  const request = vi.spyOn(client, 'request').mockResolvedValue(answer);
  renderPanel(
    <>
      <TrainControls />
      <StatusBar />
      <LivePanel />
    </>,
  );
  act(() => {
    panels.setState({ livePanelOpen: true });
    session.setState({ connection: 'connected' });
  });
  return request;
}

const status = () => screen.queryByTestId('run-estimate');
const train = () => screen.getByRole('button', { name: 'Train' });

describe('the estimate of the whole run', () => {
  it('is at Train, in the status bar and in the empty panel before Train is pressed, with its basis', async () => {
    const request = show(measured);
    await waitFor(() => expect(status()?.textContent).toBe('Whole run: about 2 min'));
    expect(request).toHaveBeenCalledWith('estimate', { graph: currentDocument(), backend: 'auto' });
    const detail = 'The whole run takes about 2 min, as measured in 3 earlier runs of this graph with onnx.';
    expect(train().textContent).toContain('about 2 min');
    expect(document.getElementById(train().getAttribute('aria-describedby') ?? '')?.textContent).toBe(detail);
    expect(status()?.getAttribute('title')).toBe(detail);
    expect(screen.getByRole('region', { name: 'Training' }).textContent).toContain(detail);
    act(() => setLanguage('ko'));
    expect(status()?.textContent).toBe('전체 실행: 약 2분');
  });

  it('is asked again when the training changes, and not when nodes are moved', async () => {
    const request = show(measured);
    await waitFor(() => expect(status()).not.toBeNull());
    act(() => edit((graph) => move(graph, new Map([['rmm', { x: 5, y: 700 }]]))));
    expect(status()).not.toBeNull();
    request.mockResolvedValue({ basis: 'otherGraphs', seconds: 33, runs: 1, backend: 'onnx' });
    act(() => edit((graph) => setParameter(graph, ['trainer'], 'epochs', 7)));
    expect(status()).toBeNull();
    await waitFor(() => expect(status()?.textContent).toBe('Whole run: about 35 s'));
    expect(status()?.title).toContain('This is a rough estimate, scaled from a run of other graphs with onnx.');
    expect(request).toHaveBeenCalledTimes(2);
  });

  it('reports that nothing was timed yet', async () => {
    show({ basis: 'none' });
    await waitFor(() => expect(status()?.textContent).toBe('Whole run: no estimate yet'));
    expect(status()?.title).toContain('no run of this graph or a similar one has been timed on this machine');
    expect(train().textContent).toBe('Train');
  });

  it('is absent while the graph cannot be trained', async () => {
    show(measured);
    await waitFor(() => expect(status()).not.toBeNull());
    act(() => edit((graph) => remove(graph, new Set(['head']))));
    expect(status()).toBeNull();
  });

  it.each([
    [0.4, 'about 5 s'],
    [41, 'about 40 s'],
    [58, 'about 1 min'],
    [3500, 'about 58 min'],
    [3590, 'about 1 h'],
    [40 * 3600, 'about 40 h'],
    [3 * 86_400, 'about 3 days'],
  ])('rounds %d seconds to “%s”', (seconds, text) => {
    expect(estimateText({ ...measured, seconds }, messages())).toBe(text);
  });
});
