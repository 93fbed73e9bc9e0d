// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { fakeAnswerer, stageFacts } from '../../test/fixtures/stage';
import { renderPanel } from '../../test/fixtures/panel';
import { silentSound } from './silent-sound';
import { Stage, type StageProps } from './Stage';
import { setLanguage } from '../words';

/** The stage with a fake model and a stopped clock. */
function openStage(props: Partial<StageProps> = {}) {
  const answerer = fakeAnswerer();
  let now = 0;
  const sound = silentSound(() => now);
  const user = renderPanel(<Stage answerer={answerer} sound={sound} {...props} />);
  const pass = (seconds: number): void => {
    now += 1000 * seconds;
    act(() => sound.seek(sound.position));
  };
  return { user, sound, pass, asked: answerer.asked };
}

const bars = () => screen.findByTestId('stage-bars');
const percents = async (): Promise<string[]> =>
  within(within(await bars()).getByRole('row', { name: /right answer/ }))
    .getAllByRole('cell')
    .map((cell) => cell.textContent ?? '');

const working = ['82 %', '82 %', '82 %', '82 %'];
const failing = ['82 %', '20 %', '55 %', '65 %'];

it('opens with a held-out question, its answers and a scene that plays', async () => {
  const { sound, asked } = openStage();
  expect(await percents()).toEqual(working);
  expect(asked[0]).toMatchObject({ about: { video: 'scene-00007' }, audio: null, visual: null });
  expect(screen.getByRole('heading', { level: 3 }).textContent).toBe(stageFacts.questions[0]?.text);
  expect(sound.snapshot().playing).toBe(true);
  expect(screen.getByTestId('stage-scene').getAttribute('aria-label')).toBe(
    'Heard: cello. Seen: cello (left) and piano (right).',
  );
});

it('sends a question at each change of a switch, and shows the recalled content', async () => {
  const { user, asked } = openStage();
  await bars();
  await user.click(screen.getByRole('switch', { name: /Camera fails/ }));
  await waitFor(async () => expect(await percents()).toEqual(failing));
  expect(asked.at(-1)).toMatchObject({ audio: null, visual: { kind: 'missing', seconds: [true, true, true, true] } });
  expect(screen.getByTestId('stage-scene').getAttribute('aria-label')).toBe(
    'Heard: cello. The camera fails: nothing is seen. Recalled picture: cello 71 % and drum 40 %.',
  );
  expect(screen.getByTestId('stage-sentence').textContent).toContain('Zero fill answers two, 56 %.');
  await user.click(screen.getByRole('radio', { name: 'Generator' }));
  expect(screen.getByTestId('stage-scene').getAttribute('aria-label')).toContain('cello 52 %');
  await user.click(screen.getByRole('switch', { name: /Camera fails/ }));
  await waitFor(async () => expect(await percents()).toEqual(working));
});

it('shows that nothing is recalled while both modalities are missing', async () => {
  const { user } = openStage();
  await bars();
  await user.click(screen.getByRole('switch', { name: /Microphone fails/ }));
  expect(screen.getByRole('button', { name: /^Recall/ }).textContent).toContain('♪ ◇');
  await user.click(screen.getByRole('switch', { name: /Camera fails/ }));
  expect(screen.getByText('Nothing recalled: both are missing.')).toBeTruthy();
  expect(screen.getByRole('button', { name: /^Recall/ }).textContent).not.toContain('◇');
  expect(screen.getByRole('button', { name: /^Recall/ }).dataset.lit).toBeUndefined();
  const row = screen.getByRole('group', { name: 'Seconds in which the camera fails' });
  within(row)
    .getByRole('button', { name: /^Second 1:/ })
    .focus();
  await user.keyboard(' ');
  expect(screen.getByText('Nothing recalled in seconds 2, 3 and 4: both are missing.')).toBeTruthy();
  const zeros = within(await bars()).getByRole('columnheader', { name: /^Zero fill/ });
  expect(zeros.title).toBe('The failing modality is zeros; generator and diffusion are bypassed.');
});

it('sets chosen seconds to failing with the keyboard', async () => {
  const { user, asked } = openStage();
  await bars();
  const row = screen.getByRole('group', { name: 'Seconds in which the microphone fails' });
  within(row).getByRole('button', { name: 'Second 1: real' }).focus();
  await user.keyboard('{ArrowRight} ');
  await waitFor(() => expect(asked.at(-1)?.audio).toEqual({ kind: 'missing', seconds: [false, true, false, false] }));
  expect(screen.getByRole('switch', { name: /Microphone fails/ })).toHaveProperty('checked', true);
  await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
  await waitFor(() => expect(asked.at(-1)?.audio).toEqual({ kind: 'missing', seconds: [false, true, true, false] }));
  await user.click(screen.getByRole('button', { name: 'Whole clip' }));
  await waitFor(() => expect(asked.at(-1)?.audio?.seconds).toEqual([true, true, true, true]));
});

it('sets chosen seconds to failing by dragging', async () => {
  const { asked } = openStage();
  await bars();
  const row = screen.getByRole('group', { name: 'Seconds in which the camera fails' });
  const [first, , third] = within(row).getAllByRole('button');
  if (!first || !third) throw new Error('The row has a button for each second.');
  fireEvent.pointerDown(first);
  fireEvent.pointerEnter(third, { buttons: 1 });
  fireEvent.pointerUp(third);
  await waitFor(() => expect(asked.at(-1)?.visual?.seconds).toEqual([true, true, true, false]));
});

it('has a glyph on the wires of each modality, and no recall in a graph without a generator', async () => {
  openStage({ answerer: fakeAnswerer({ ...stageFacts, variants: ['real', 'zeros'] }) });
  await bars();
  const overview = within(screen.getByRole('navigation', { name: 'From the scene to the answer' }));
  expect(overview.queryByRole('button', { name: /^Recall/ })).toBeNull();
  expect(overview.getAllByRole('button')).toHaveLength(5);
  const wires = [...document.querySelectorAll('.stage-wires > span')].map((wire) => wire.getAttribute('data-glyph'));
  expect(wires).toEqual(Array.from({ length: 4 }, () => ['♪', '◉']).flat());
});

it('adds noise of a chosen strength', async () => {
  const { user, asked } = openStage();
  await bars();
  await user.click(screen.getByRole('switch', { name: /Microphone fails/ }));
  await user.click(within(screen.getByRole('radiogroup', { name: 'Failure of the microphone' })).getByText(/Noise/));
  screen.getByRole('slider', { name: 'Noise of the microphone' }).focus();
  await user.keyboard('{ArrowRight}');
  await waitFor(() => expect(asked.at(-1)?.audio).toMatchObject({ kind: 'noisy', strength: 1.25 }));
});

it('asks for a prediction before it shows answers', async () => {
  const { user } = openStage({ predictFirst: true });
  await user.click(await screen.findByRole('button', { name: 'three' }));
  expect(screen.getByText(/Your prediction: three/).textContent).toContain('The right answer is one.');
  await bars();
  await user.click(screen.getByRole('button', { name: 'Next held-out question' }));
  expect(screen.queryByTestId('stage-bars')).toBeNull();
  expect(screen.queryByText(/answers indoor/)).toBeNull();
  await user.click(screen.getByRole('button', { name: 'indoor' }));
  expect(await screen.findByText(/It is right/)).toBeTruthy();
});

it('reports actions of the learner', async () => {
  const onAct = vi.fn();
  const { user } = openStage({ predictFirst: true, onAct });
  await user.click(await screen.findByRole('button', { name: 'three' }));
  await bars();
  const microphone = screen.getByRole('switch', { name: /Microphone fails/ });
  await user.click(microphone);
  await user.click(microphone);
  const camera = screen.getByRole('switch', { name: /Camera fails/ });
  // The camera fails beside the microphone, then alone.
  await user.click(microphone);
  await user.click(camera);
  expect(onAct.mock.lastCall).toEqual(['microphone off']);
  await user.click(microphone);
  expect(onAct.mock.lastCall).toEqual(['camera off']);
  await user.click(camera);
  within(screen.getByTestId('stage-scene'))
    .getByRole('button', { name: /^cello, left/ })
    .focus();
  await user.keyboard('{ArrowRight}');
  await user.click(screen.getByRole('button', { name: 'Next held-out question' }));
  expect(new Set(onAct.mock.calls.flat())).toEqual(new Set(['predicted', 'microphone off', 'camera off', 'asked']));
});

it('sends a question about a scene that was arranged with the keyboard, and restores it', async () => {
  const { user, asked } = openStage();
  await bars();
  const scene = within(screen.getByTestId('stage-scene'));
  scene.getByRole('button', { name: /^cello, left/ }).focus();
  await user.keyboard('{ArrowRight}');
  expect(scene.getByRole('button', { name: /^cello, middle/ }).getAttribute('aria-pressed')).toBe('true');
  await waitFor(() =>
    expect(asked.at(-1)?.about).toMatchObject({ scene: { players: [{ cell: { row: 1, column: 1 } }, {}, {}] } }),
  );
  await user.keyboard('{ArrowLeft}{ArrowLeft}');
  expect(scene.getByRole('button', { name: /^cello, out of view/ })).toBeTruthy();
  await user.keyboard('{Delete}');
  await waitFor(() => expect(asked.at(-1)?.about).toMatchObject({ scene: { players: [{ kind: 'piano' }, {}] } }));
  await user.click(screen.getByRole('button', { name: 'Restore the scene' }));
  await waitFor(() => expect(asked.at(-1)?.about).toEqual({ video: 'scene-00007' }));
});

it('changes a player in the form, and chooses the words of the question', async () => {
  const { user, asked } = openStage();
  await bars();
  await user.click(screen.getByText('Arrange the scene'));
  await user.click(within(screen.getByRole('group', { name: 'Players' })).getByRole('button', { name: /piano/ }));
  const form = within(screen.getByRole('group', { name: 'piano, right' }));
  await user.click(form.getByRole('switch', { name: /Plays in seconds/ }));
  await waitFor(() =>
    expect(asked.at(-1)?.about).toMatchObject({ scene: { players: [{}, { playing: [true, true, true, true] }, {}] } }),
  );
  await user.click(screen.getByText('Ask your own question'));
  await user.click(screen.getByRole('combobox', { name: 'Template' }));
  await user.click(screen.getByRole('option', { name: 'On which side is the …?' }));
  await waitFor(() => expect(asked.at(-1)?.question).toBe('On which side is the cello'));
  const words = within(screen.getByRole('group', { name: 'Words of the question' }));
  await user.click(words.getByRole('combobox', { name: 'Instrument' }));
  await user.click(within(screen.getByRole('listbox', { name: 'Instrument' })).getByRole('option', { name: 'piano' }));
  await waitFor(() => expect(asked.at(-1)?.question).toBe('On which side is the piano'));
});

it('plays, pauses, scrubs and rewinds; a new seed is another scene', async () => {
  const { user, sound, pass } = openStage();
  await bars();
  await user.click(screen.getByRole('button', { name: 'Pause' }));
  expect(sound.snapshot().playing).toBe(false);
  screen.getByRole('slider', { name: 'Time' }).focus();
  await user.keyboard('{ArrowRight}{ArrowRight}');
  expect(sound.position).toBe(2);
  await user.keyboard(' ');
  expect(sound.snapshot().playing).toBe(true);
  pass(0.5);
  expect(sound.position).toBe(2.5);
  await user.click(screen.getByRole('button', { name: 'Rewind to second 0' }));
  expect(sound.position).toBe(0);
  expect(screen.getByText('Scene 00007')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: /^New seed/ }));
  expect(screen.getByText('Scene seed-2')).toBeTruthy();
});

it('expands a part of the overview in place', async () => {
  const { user } = openStage({ inside: (part) => <p>inside of {part}</p> });
  await bars();
  const part = screen.getByRole('button', { name: /^Recall/ });
  await user.click(part);
  expect(part.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByText('inside of recall')).toBeTruthy();
  await user.click(part);
  expect(screen.queryByText('inside of recall')).toBeNull();
});

it('plays a scene without a model, and shows the next step', () => {
  const { sound } = openStage({ answerer: undefined, untrained: <p>Train one</p> });
  expect(screen.getByText('Train one')).toBeTruthy();
  expect(screen.getByTestId('stage-scene')).toBeTruthy();
  expect(sound.snapshot().playing).toBe(true);
});

it('shows questions of videos that cannot be drawn', async () => {
  const questions = stageFacts.questions.map((question) => ({ ...question, scene: null }));
  openStage({ answerer: fakeAnswerer({ ...stageFacts, orchestra: false, questions }) });
  expect(await percents()).toEqual(working);
  expect(screen.getByText('Video scene-00007')).toBeTruthy();
  expect(screen.queryByTestId('stage-scene')).toBeNull();
});

it('hides the controls that a lesson does not need', async () => {
  openStage({ controls: new Set(['switches'] as const) });
  await bars();
  expect(screen.getByRole('switch', { name: /Camera fails/ })).toBeTruthy();
  for (const gone of ['Arrange the scene', 'Ask your own question', 'Predict first'])
    expect(screen.queryByText(gone)).toBeNull();
});

it('speaks Korean', async () => {
  setLanguage('ko');
  openStage();
  await bars();
  expect(screen.getByRole('switch', { name: /마이크 고장/ })).toBeTruthy();
  expect(screen.getByTestId('stage-scene').getAttribute('aria-label')).toBe(
    '들리는 소리: 첼로. 보이는 연주자: 첼로(왼쪽), 피아노(오른쪽).',
  );
});
