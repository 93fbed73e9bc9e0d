// @vitest-environment jsdom
import { act } from '@testing-library/react';
import { beforeAll, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { renderPanel } from '../../test/fixtures/panel';
import { accuraciesOf, resultOf } from '../../test/fixtures/results';
import { startOwnRun } from '../session/own-run';
import { session } from '../session/session';
import { Canvas } from './Canvas';
import { runStatus } from '../../test/fixtures/run-status';

beforeAll(startOwnRun);

it('shows gradient and update on each node, marks dead and frozen ones, and offers to look inside', () => {
  const graph = tinyPipeline();
  renderPanel(<Canvas />, graph);
  const log = {
    status: runStatus({ result: resultOf(accuraciesOf(70, 60, 50)) }),
    steps: [],
    epochs: [],
    sizes: {
      rmm: { gradient: 0.5, update: 0.02, weights: 2 },
      avr: { gradient: 0, update: 0, weights: 2 },
      audio: { gradient: 0, update: 0, weights: null },
    },
  } as const;
  act(() => session.setState({ graphs: new Map([['r', graph]]), log }));
  const node = (id: string) => document.querySelector(`.react-flow__node[data-id="${id}"]`);
  const labels = (id: string) =>
    [...(node(id)?.querySelectorAll('.node-sizes [role="img"]') ?? [])].map((each) => each.getAttribute('aria-label'));
  expect(labels('rmm')).toEqual(['gradient 0.5', 'update 0.01']);
  expect(labels('avr').at(-1)).toMatch(/No gradient reaches this node/);
  expect(labels('audio').at(-1)).toMatch(/Frozen/);
  expect(labels('head')).toEqual([]);
  expect(node('rmm')?.querySelector('.node-look')).not.toBeNull();
  expect(node('trainer')?.querySelector('.node-look')).toBeNull();
});
