// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ScenarioAccuracies } from '../../../engine/contract/metrics';
import type { EpochRecord, RunResult, RunStatus } from '../../../engine/contract/runs';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { renderPanel } from '../../../test/fixtures/panel';
import { accuraciesOf, resultOf } from '../../../test/fixtures/results';
import { withStages } from '../../../test/fixtures/stages';
import { session } from '../../session/session';
import { openLivePanel } from '../../ui/panels';
import { setLanguage } from '../../words';
import { LivePanel } from './LivePanel';
import { measuredStages, repairsOf } from './repair';

const names = ['Backbone', 'RMM', 'AVR'];
const graph = withStages(
  tinyPipeline(),
  names.map((name) => ({ name, parameters: {}, frozen: [] })),
);
/** Accuracy after each stage: complete, audio missing, visual missing. */
const accuracies = [accuraciesOf(60, 40, 50), accuraciesOf(60, 55, 57.5), accuraciesOf(60, 58, 57)];
const stagesOf = (all: readonly ScenarioAccuracies[]): NonNullable<RunResult['stages']> =>
  all.map((accuracy, index) => ({ name: names[index] ?? '', epochs: 1, steps: 5, losses: null, accuracy }));

const status: RunStatus = {
  run: 'run-1',
  title: 'Tiny pipeline',
  state: 'training',
  message: { code: 'runTraining' },
  backend: 'cpu',
  epoch: 1,
  epochs: 3,
  step: 6,
  steps: 15,
  secondsPerStep: 0.5,
  secondsLeft: 5,
};
const epoch = (number: number, stage: number, accuracy: ScenarioAccuracies): EpochRecord => ({
  epoch: number,
  step: 5 * number,
  stage,
  accuracy,
});

/** Shows the panel with a run of three stages. */
function follow(stage: number, epochs: readonly EpochRecord[], result?: RunResult): void {
  act(() => {
    openLivePanel();
    const present = { stage: { index: stage, count: 3, name: names[stage - 1] ?? '' } };
    const ended = result && { state: 'finished' as const, result };
    session.setState({
      log: { status: { ...status, ...present, ...ended }, steps: [], epochs },
      graphs: new Map([['run-1', graph]]),
    });
  });
}

const rowsOf = (scenario: string) =>
  within(screen.getByRole('table', { name: scenario }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent);

describe('the fall and the repair', () => {
  it('are points lost after the first stage, and points gained over the previous stage', () => {
    const [audio, visual] = repairsOf(
      measuredStages([], { ...resultOf(accuraciesOf(1, 1, 1)), stages: stagesOf(accuracies) }),
    );
    expect(audio).toEqual({
      scenario: 'audioMissing',
      complete: 60,
      first: { stage: 1, accuracy: 40, change: -20 },
      later: [
        { stage: 2, accuracy: 55, change: 15 },
        { stage: 3, accuracy: 58, change: 3 },
      ],
      restored: 90,
    });
    expect(visual).toMatchObject({ first: { change: -10 }, later: [{ change: 7.5 }, { change: -0.5 }], restored: 70 });
  });

  it('restore no share without a loss or without a measured later stage', () => {
    const stages = (all: readonly ScenarioAccuracies[]) =>
      all.map((accuracy, place) => ({ index: place + 1, accuracy }));
    expect(repairsOf([])).toEqual([]);
    expect(repairsOf(stages([accuraciesOf(60, 60, 50)])).map(({ restored }) => restored)).toEqual([
      undefined,
      undefined,
    ]);
    const [audio] = repairsOf(stages([accuraciesOf(60, 60, 50), accuraciesOf(60, 62, 50)]));
    expect(audio?.restored).toBeUndefined();
  });

  it('are those of the last epoch of each stage while the run trains', () => {
    const epochs = [
      epoch(1, 1, accuraciesOf(1, 2, 3)),
      epoch(2, 1, accuraciesOf(4, 5, 6)),
      epoch(3, 2, accuraciesOf(7, 8, 9)),
    ];
    expect(measuredStages(epochs, undefined)).toEqual([
      { index: 1, accuracy: accuraciesOf(4, 5, 6) },
      { index: 2, accuracy: accuraciesOf(7, 8, 9) },
    ]);
  });
});

describe('the page of a run with stages', () => {
  it('shows the loss and the repair of each stage when the run has ended', () => {
    renderPanel(<LivePanel />);
    follow(3, [], { ...resultOf(accuraciesOf(60, 58, 57)), stages: stagesOf(accuracies) });
    expect(screen.getByRole('tab', { name: 'Collapse and repair' }).getAttribute('aria-selected')).toBe('true');
    expect(rowsOf('audio missing')).toEqual(['complete60.0', 'Backbone40.0−20.0', 'RMM55.0+15.0', 'AVR58.0+3.0']);
    expect(rowsOf('visual missing')).toEqual(['complete60.0', 'Backbone50.0−10.0', 'RMM57.5+7.5', 'AVR57.0−0.5']);
    const panel = screen.getByRole('region', { name: 'Collapse and repair' });
    expect(panel.textContent).toContain(
      'With audio missing, accuracy falls by 20.0 points to 40.0 %; RMM +15.0, AVR +3.0 points restore 90 % of the fall.',
    );
    expect(panel.textContent).toContain('RMM +7.5, AVR −0.5 points restore 70 % of the fall.');
    expect(panel.textContent).toContain('10 questions on held-out videos');
  });

  it('names no share if the later stages restore nothing', () => {
    renderPanel(<LivePanel />);
    follow(2, [epoch(1, 1, accuraciesOf(60, 40, 50)), epoch(2, 2, accuraciesOf(60, 38, 60))]);
    const panel = screen.getByRole('region', { name: 'Collapse and repair' });
    expect(panel.textContent).toContain(
      'With audio missing, accuracy falls by 20.0 points to 40.0 %; RMM −2.0 points.',
    );
    expect(panel.textContent).toContain('RMM +10.0 points restore 100 % of the fall.');
  });

  it('shows known values while later stages run, and keeps the curves if the user chose them', async () => {
    const user = renderPanel(<LivePanel />);
    const fallen = [epoch(1, 1, accuraciesOf(60, 40, 50))];
    follow(1, fallen);
    expect(screen.getByRole('tab', { name: 'Curves and accuracy' }).getAttribute('aria-selected')).toBe('true');
    follow(2, fallen);
    const panel = screen.getByRole('region', { name: 'Collapse and repair' });
    expect(panel.textContent).toContain('With audio missing, accuracy falls by 20.0 points to 40.0 %.');
    expect(panel.textContent).toContain('validation videos, epoch 1');
    follow(2, [...fallen, epoch(2, 2, accuraciesOf(60, 52, 55))]);
    expect(rowsOf('audio missing')).toEqual(['complete60.0', 'Backbone40.0−20.0', 'RMM52.0+12.0']);
    await user.click(screen.getByRole('tab', { name: 'Curves and accuracy' }));
    follow(3, fallen);
    expect(screen.queryByRole('region', { name: 'Collapse and repair' })).toBeNull();
  });

  it('speaks Korean', () => {
    setLanguage('ko');
    renderPanel(<LivePanel />);
    follow(3, [], { ...resultOf(accuraciesOf(60, 58, 57)), stages: stagesOf(accuracies) });
    expect(screen.getByRole('region', { name: '붕괴와 복구' }).textContent).toContain(
      '‘소리 없음’에서 정확도가 20.0 %p 떨어져 40.0 %가 됩니다. RMM +15.0, AVR +3.0 %p로 떨어진 정확도의 90 %를 회복합니다.',
    );
  });

  it('is absent for a run without stages', () => {
    renderPanel(<LivePanel />);
    act(() => {
      openLivePanel();
      session.setState({ log: { status, steps: [], epochs: [] } });
    });
    expect(screen.queryByRole('tab', { name: 'Collapse and repair' })).toBeNull();
  });
});
