// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderPanel } from '../../test/fixtures/panel';
import { Toasts } from './dialogs/Toasts';
import { Panel, Panels } from './Panels';
import { registry, type PanelDescriptor } from './registry';
import { panels } from '../ui/panels';
import { messages, setLanguage } from '../words';

/** Descriptor of the inspector with another component, which throws while `fails` returns true. */
function throwing(fails: () => boolean): PanelDescriptor {
  function Failing() {
    if (fails()) throw new Error('cannot read the parameter');
    return <p>all well</p>;
  }
  return { id: 'inspector', where: 'right', load: () => Promise.resolve({ default: Failing }) };
}

const quiet = () => vi.spyOn(console, 'error').mockImplementation(() => undefined);

describe('a panel that throws', () => {
  it('shows its error while the other panels work', async () => {
    quiet();
    const user = renderPanel(
      <>
        <Panel panel={throwing(() => true)} />
        <Panels where="left" />
      </>,
    );
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveProperty('textContent', expect.stringContaining('“Inspector” stopped because of an error.'));
    expect(alert.textContent).toContain('cannot read the parameter');
    await user.type(await screen.findByRole('textbox', { name: 'Search nodes' }), 'rmm');
    expect(screen.getByRole('button', { name: /RMM generator/ })).toBeTruthy();
  });

  it('copies the details of its error', async () => {
    quiet();
    const user = renderPanel(
      <>
        <Panel panel={throwing(() => true)} />
        <Toasts />
      </>,
    );
    await user.click(await screen.findByRole('button', { name: 'Copy error details' }));
    const text = await navigator.clipboard.readText();
    expect(text).toMatch(/^Panel: inspector\nError: cannot read the parameter\n/);
    expect(text).toMatch(/Components:\s+at Failing/);
    expect(screen.getByRole('status').textContent).toContain('Copied the error details.');
  });

  it('reports that the details cannot be copied', async () => {
    quiet();
    const user = renderPanel(
      <>
        <Panel panel={throwing(() => true)} />
        <Toasts />
      </>,
    );
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
    await user.click(await screen.findByRole('button', { name: 'Copy error details' }));
    expect(await screen.findByText(/were not copied \(not allowed\)/)).toBeTruthy();
  });

  it('has its error in Korean', async () => {
    quiet();
    setLanguage('ko');
    renderPanel(<Panel panel={throwing(() => true)} />);
    expect((await screen.findByRole('alert')).textContent).toContain('“속성”이(가) 오류로 멈췄습니다.');
    expect(screen.getByRole('button', { name: '다시 시도' })).toBeTruthy();
  });

  it('is rendered again by Try again', async () => {
    quiet();
    let broken = true;
    const user = renderPanel(<Panel panel={throwing(() => broken)} />);
    const again = await screen.findByRole('button', { name: 'Try again' });
    await user.click(again);
    expect(await screen.findByRole('alert')).toBeTruthy();
    broken = false;
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('all well')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

it('loads a panel again after its code could not be loaded', async () => {
  quiet();
  const load = vi.fn<PanelDescriptor['load']>().mockRejectedValueOnce(new Error('Failed to fetch the module'));
  load.mockResolvedValue({ default: () => <p>loaded</p> });
  const user = renderPanel(<Panel panel={{ id: 'gallery', where: 'window', load }} />);
  expect((await screen.findByRole('alert')).textContent).toContain('Failed to fetch the module');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('loaded')).toBeTruthy();
});

it('closes a dialog that throws when it is open', async () => {
  quiet();
  const Dialog = () => {
    if (panels.getState().dialog === 'gallery') throw new Error('no presets');
    return <p>closed</p>;
  };
  panels.setState({ dialog: 'gallery' });
  const load = () => Promise.resolve({ default: Dialog });
  const user = renderPanel(<Panel panel={{ id: 'gallery', where: 'window', load }} />);
  await user.click(within(await screen.findByRole('alert')).getByRole('button', { name: 'Close' }));
  expect(await screen.findByText('closed')).toBeTruthy();
  expect(panels.getState().dialog).toBeUndefined();
});

describe('the registry', () => {
  it('has a title for every panel in both languages, and each panel once', () => {
    const ids = registry.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(Object.keys(messages().panels.names))).toEqual(new Set(ids));
  });

  it.each(registry.map((panel) => [panel.id, panel] as const))('loads %s', async (_, panel) => {
    expect(typeof (await panel.load()).default).toBe('function');
  });
});
