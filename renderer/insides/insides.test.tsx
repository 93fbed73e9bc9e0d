// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { Inside, StageAnswer, StageFacts, StageQuestion } from '../../engine/contract/stage';
import { node as avr } from '../../graph-nodes/nodes/avr-diffusion/node';
import { node as avst } from '../../graph-nodes/nodes/avst-head/node';
import { node as rmm } from '../../graph-nodes/nodes/rmm-generator/node';
import { renderPanel } from '../../test/fixtures/panel';
import { stageAnswer, stageFacts } from '../../test/fixtures/stage';
import { silentSound } from '../stage/silent-sound';
import { Stage } from '../stage/Stage';
import { setLanguage } from '../words';
import { Explorer } from './Explorer';
import { NodeInsides } from './NodeInsides';
import { Scatter } from './Scatter';
import { StageInsides } from './StageInsides';

const inside = (name: string, shape: number[], values: number[], node = 'rmm'): Inside => ({
  variant: 'enhancer',
  node,
  name,
  shape,
  values,
});

/** Two seconds of three slots: the second slot has the largest share in the first second, the third in the second. */
const ofRmm = [
  inside('question addressing', [1, 3], [0.2, 0.5, 0.3]),
  inside('visual addressing', [2, 3], [0.1, 0.8, 0.1, 0.1, 0.1, 0.8]),
  inside('audio weights', [2, 3], [0.1, 0.7, 0.2, 0.05, 0.15, 0.8]),
  inside('audio slots', [3, 4], [1, 2, 3, 4, -5, 6, 7, 8, 9, 10, 11, 12]),
];

const figureOf = (title: RegExp) => {
  const figure = screen.getByRole('img', { name: title }).closest('figure');
  if (!figure) throw new Error(`No figure of ${title.source}.`);
  return figure;
};

describe('the insides of the generator', () => {
  it('link the bars of all addressings with the slots of the largest shares', async () => {
    const user = renderPanel(<NodeInsides declared={rmm.insides ?? []} insides={ofRmm} />);
    const shares = () =>
      [/the question/, /the picture:/, /recall the sound/].map(
        (title) => within(figureOf(title)).getByRole('status').textContent,
      );
    expect(shares()).toEqual(['slot 2: 50.0 %', 'slot 2: 80.0 %', 'slot 2: 70.0 %']);
    const tiles = screen.getAllByRole('button');
    expect(tiles.map(({ textContent }) => textContent)).toEqual(['Slot 2 70.0 %', 'Slot 3 20.0 %', 'Slot 1 10.0 %']);
    await user.hover(tiles[1] as HTMLElement);
    expect(shares()).toEqual(['slot 3: 30.0 %', 'slot 3: 10.0 %', 'slot 3: 20.0 %']);
    tiles[2]?.focus();
    await waitFor(() => expect(shares()[0]).toBe('slot 1: 20.0 %'));
    screen.getByRole('slider', { name: 'Slot' }).focus();
    await user.keyboard('{ArrowRight}');
    expect(shares()[0]).toBe('slot 2: 50.0 %');
  });

  it('show the shares of the slots after each epoch, for the chosen slot', async () => {
    const usage = {
      node: 'rmm',
      name: 'audio weights',
      epochs: [2, 4],
      shares: [
        [0.5, 0.2, 0.3],
        [0.1, 0.7, 0.2],
      ],
    };
    const user = renderPanel(<NodeInsides declared={rmm.insides ?? []} insides={ofRmm} usage={[usage]} />);
    const title = /after epochs 2 to 4: after the last, the largest share is slot 2 with 70\.0 %/;
    const shown = () => within(figureOf(title)).getByRole('status').textContent;
    expect(shown()).toBe('slot 2: 20.0 % after the first epoch, 70.0 % after the last');
    screen.getByRole('slider', { name: 'Slot' }).focus();
    await user.keyboard('{ArrowLeft}');
    expect(shown()).toBe('slot 1: 50.0 % after the first epoch, 10.0 % after the last');
    // One column for two slots: the third slot is in the second column.
    const pairs = {
      ...usage,
      shares: usage.shares.map(([first = 0, second = 0, third = 0]) => [first + second, third]),
    };
    renderPanel(<NodeInsides declared={rmm.insides ?? []} insides={ofRmm} usage={[pairs]} />);
    const wide = within(figureOf(/largest share is slots 1–2 with 80\.0 %/));
    expect(wide.getByRole('status').textContent).toBe('slots 1–2: 70.0 % after the first epoch, 80.0 % after the last');
  });

  it('are those of the chosen second, with the nearest instruments of each slot', async () => {
    const slots: Inside = {
      ...inside('audio slots', [3, 4], [1, 2, 3, 4, -5, 6, 7, 8, 9, 10, 11, 12]),
      nearest: [
        [{ kind: 'drum', certainty: 0.04 }],
        [{ kind: 'cello', certainty: 0.9 }],
        [
          { kind: 'violin', certainty: 0.63 },
          { kind: 'erhu', certainty: 0.2 },
        ],
      ],
    };
    const insides = [...ofRmm.filter(({ name }) => name !== 'audio slots'), slots];
    const user = renderPanel(<NodeInsides declared={rmm.insides ?? []} insides={insides} />);
    screen.getByRole('slider', { name: 'Second' }).focus();
    await user.keyboard('{ArrowRight}');
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      'Slot 3 80.0 %violin 63.0 %, erhu 20.0 %',
      'Slot 2 15.0 %cello 90.0 %',
      'Slot 1 5.0 %no instrument',
    ]);
  });
});

describe('the insides of the diffusion', () => {
  it('follow the slider over its steps', async () => {
    const user = renderPanel(
      <NodeInsides
        declared={avr.insides ?? []}
        insides={[
          inside('joint map', [3, 1, 1, 2], [1, 2, 3, 4, 5, 6]),
          inside('distance', [3], [3, 2, 0.5]),
          inside('schedule', [2], [0.9, 0.4]),
        ]}
      />,
    );
    const figures = () =>
      screen.getAllByRole('figure').map((figure) => within(figure).queryByRole('status')?.textContent);
    const cell = () => within(screen.getByRole('list')).getByRole('img').getAttribute('aria-label');
    expect([cell(), ...figures()]).toEqual(['Second 1: maximum in row 1, column 2, 2.00', '3', '0.4']);
    screen.getByRole('slider', { name: 'Step' }).focus();
    await user.keyboard('{ArrowRight}');
    expect([cell(), ...figures()]).toEqual(['Second 1: maximum in row 1, column 2, 4.00', '2', '0.9']);
    await user.keyboard('{ArrowRight}');
    // After the last step there is no noise.
    expect(figures()).toEqual(['0.5', undefined]);
    expect(screen.getByText('after 2 of 2 steps, t = 0')).toBeDefined();
  });
});

describe('the insides of the head', () => {
  it('name the cells and seconds with the most attention, in both languages', () => {
    renderPanel(
      <NodeInsides
        declared={avst.insides ?? []}
        insides={[
          inside('spatial attention', [2, 1, 2], [0.3, 0.7, 0.6, 0.4]),
          inside('audio attention', [2, 2], [0.2, 0.8, 0.4, 0.6]),
          inside('matching', [2], [0.9, 0.7]),
        ]}
      />,
    );
    expect(screen.getByRole('img', { name: 'Second 1: maximum in row 1, column 2, 0.700' })).toBeDefined();
    expect(
      screen.getByRole('img', { name: /question attends to: largest share is second 2 with 70.0 %/ }),
    ).toBeDefined();
    expect(screen.getByRole('img', { name: /belong together: 80.0 % on average/ })).toBeDefined();
  });
});

describe('the scatter of features', () => {
  it('gives each group a shape and a colour', async () => {
    const points = ['violin', 'drum', 'violin', 'several', 'drum', 'violin'].map((instrument, index) => ({
      values: [index, index * index, 1],
      labels: { instrument, scenario: index < 3 ? 'Nothing' : 'Microphone' },
    }));
    const user = renderPanel(<Scatter title="Features" points={points} />);
    const legend = () =>
      within(screen.getByRole('list'))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent);
    expect(legend()).toEqual(['violin', 'drum', 'several']);
    const marks = [...screen.getByRole('img', { name: /6 points/ }).querySelectorAll('path')];
    expect(marks.map((mark) => mark.getAttribute('data-look'))).toEqual(['0', '1', '0', '2', '1', '0']);
    expect(new Set(marks.map((mark) => mark.getAttribute('d'))).size).toBe(3);
    await user.click(screen.getByRole('radio', { name: 'Scenario' }));
    expect(legend()).toEqual(['Microphone', 'Nothing']);
    await user.click(screen.getByRole('radio', { name: 'UMAP' }));
    await waitFor(() => expect(screen.getByRole('img', { name: /6 points/ }).querySelectorAll('path')).toHaveLength(6));
  });
});

const facts: StageFacts = {
  run: 'r',
  title: 'Tiny',
  variants: ['real', 'zeros', 'generator', 'enhancer'],
  orchestra: false,
  questions: [
    { video: 'a', text: 'How many instruments sound', answer: 'two', type: 'audioCounting', scene: null },
    { video: 'b', text: 'Is there a violin', answer: 'yes', type: 'visualLocation', scene: null },
  ],
  nodes: [],
  seconds: 2,
  usage: [],
  checkpoints: [
    { name: 'epoch-1', epoch: 1 },
    { name: 'epoch-2', epoch: 2 },
    { name: 'final', epoch: 3 },
  ],
};

function explorer(socket?: string) {
  const ask = vi.fn((question: StageQuestion): Promise<StageAnswer> => {
    const failing = question.audio !== null;
    return Promise.resolve({
      truth: null,
      variants: [{ variant: 'enhancer', answers: [{ answer: 'two', probability: failing ? 0.5 : 0.9 }] }],
      recalled: [],
      insides: failing ? [...ofRmm, inside('output/audio', [2, 2], [0, 1, 2, 3])] : [],
      milliseconds: 1,
    });
  });
  const nodes = [{ id: 'rmm', title: 'RMM generator', kind: 'rmm-generator' }];
  const answerer = { facts: () => Promise.resolve(facts), ask };
  return { ask, user: renderPanel(<Explorer {...{ answerer, nodes, socket }} node="rmm" onNode={() => undefined} />) };
}

describe('the explorer', () => {
  it('requests the insides of a question with a failing microphone, and has none without a failure', async () => {
    const { ask, user } = explorer();
    expect(await screen.findByText('Answer: two, 50.0 %')).toBeDefined();
    expect(ask.mock.calls[0]?.[0]).toEqual({
      run: 'r',
      about: { video: 'a' },
      question: 'How many instruments sound',
      audio: { kind: 'missing', seconds: [true, true] },
      visual: null,
      insides: true,
    });
    expect(screen.getAllByRole('button', { name: /Slot/ })).toHaveLength(3);
    await user.click(screen.getByRole('radio', { name: 'Nothing' }));
    expect(await screen.findByText(/has nothing to show/)).toBeDefined();
  });

  it('loads a saved checkpoint by its slider', async () => {
    const { ask, user } = explorer();
    const slider = await screen.findByRole('slider', { name: 'Checkpoint' });
    expect(slider.getAttribute('aria-valuetext')).toBe('final weights');
    slider.focus();
    await user.keyboard('{ArrowLeft}');
    await waitFor(() => expect(ask.mock.lastCall?.[0].checkpoint).toBe('epoch-2'));
    expect(slider.getAttribute('aria-valuetext')).toBe('after epoch 2');
  });

  it('shows the values on a wire', async () => {
    explorer('audio');
    expect(await screen.findByText('[2, 2]')).toBeDefined();
    expect(screen.getByText('0 … 3')).toBeDefined();
    expect(screen.getByRole('img', { name: 'Histogram of 4 values, 0 … 3' })).toBeDefined();
    setLanguage('ko');
    expect(await screen.findByText('히스토그램')).toBeDefined();
  });
});

describe('an expanded part of the stage', () => {
  it('shows the insides of its nodes for the current question when a device fails', async () => {
    const facts: StageFacts = { ...stageFacts, nodes: [{ id: 'rmm', kind: 'rmm-generator' }] };
    const ask = vi.fn((question: StageQuestion): Promise<StageAnswer> => {
      const shows = question.insides === true && question.audio !== null;
      return Promise.resolve({ ...stageAnswer(question), insides: shows ? ofRmm : [] });
    });
    const answerer = { facts: () => Promise.resolve(facts), ask };
    const sound = silentSound(() => 0);
    const user = renderPanel(
      <Stage
        {...{ answerer }}
        sound={sound}
        inside={(part, view) => <StageInsides {...{ answerer, part, view }} checkpoint="epoch-1" />}
      />,
    );
    await screen.findByRole('button', { name: /^Recall/ });
    act(() => sound.pause());
    await user.click(screen.getByRole('button', { name: /^Recall/ }));
    const section = await screen.findByRole('region', { name: 'Inside RMM generator' });
    expect(section.textContent).toContain('Make the microphone or the camera fail.');
    await user.click(screen.getByRole('switch', { name: /Microphone fails/ }));
    expect(await screen.findAllByRole('button', { name: /^Slot \d/ })).toHaveLength(3);
    expect(ask).toHaveBeenCalledWith(expect.objectContaining({ checkpoint: 'epoch-1', insides: true, visual: null }));
    await user.click(screen.getByRole('radio', { name: 'Zeros' }));
    expect(screen.queryByRole('button', { name: /^Slot \d/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: /^Answers/ }));
    expect(screen.queryByRole('region', { name: /^Inside/ })).toBeNull();
  });
});
