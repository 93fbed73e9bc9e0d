// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { verbatim } from '../../../engine/contract/messages';
import { renderPanel } from '../../../test/fixtures/panel';
import { session } from '../../session/session';
import type {} from '../../session/transport';
import { openDialog } from '../../ui/panels';
import { About } from './About';
import type { Licences } from './licences';

const licences: Licences = {
  version: '9.8.7',
  licence: 'MIT License of the studio',
  notice: 'DejaVu Sans',
  packages: [
    { name: 'react', version: '1.0.0', licence: 'MIT', text: 'Text of React' },
    { name: 'resvg', version: '2.0.0', licence: 'MPL-2.0', text: 'Text of resvg' },
  ],
};

afterEach(() => {
  delete window.studioHost;
});

const answer = (status: number) =>
  vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(JSON.stringify(licences), { status }));

describe('About', () => {
  it('shows versions, the backend and the licences of all packages', async () => {
    const fetched = answer(200);
    window.studioHost = {
      openPort: () => new Promise(() => undefined),
      versions: { Electron: '45.4.1' },
      onAction: () => undefined,
      onFile: () => undefined,
      setLanguage: () => undefined,
      showFolder: () => undefined,
      saveFile: () => Promise.resolve(),
    };
    const user = renderPanel(<About />);
    act(() => {
      session.setState({ backends: [{ name: 'onnx', available: true, detail: verbatim('native') }] });
      openDialog('about');
    });
    const table = await screen.findByRole('table', { name: 'Versions' });
    const row = (name: string) => within(table).getByRole('row', { name: new RegExp(`^${name}`) }).textContent;
    expect(row('Missing-Modality Studio')).toContain('9.8.7');
    expect(row('Electron')).toContain('45.4.1');
    expect(row('Backend')).toContain('onnx');
    expect(fetched).toHaveBeenCalledExactlyOnceWith('./licences.json');
    expect(screen.queryByText('Text of resvg')).toBeNull();
    await user.click(screen.getByRole('combobox', { name: 'Licences of the 2 packages in it' }));
    await user.click(await screen.findByRole('option', { name: 'resvg 2.0.0 · MPL-2.0' }));
    expect(await screen.findByText('Text of resvg')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Licence of the studio' }));
    expect(await screen.findByText('MIT License of the studio')).toBeTruthy();
  });

  it('names the reason if the licences cannot be read', async () => {
    answer(404);
    renderPanel(<About />);
    act(() => openDialog('about'));
    expect(await screen.findByText(/cannot be read \(.*404.*\)/)).toBeTruthy();
  });
});
