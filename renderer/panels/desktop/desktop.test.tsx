// @vitest-environment jsdom
import { act, waitFor } from '@testing-library/react';
import { zipSync } from 'fflate';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OpenedFile, StudioHost } from '../../../engine/contract/protocol';
import { formatDocument, parseDocument } from '../../../graph-nodes/graph/document';
import { formatStudy } from '../../../graph-nodes/study/document';
import { tinyPipeline } from '../../../test/fixtures/graphs';
import { renderPanel } from '../../../test/fixtures/panel';
import { tinyStudy } from '../../../test/fixtures/studies';
import { currentDocument, edit } from '../../documents/active-graph';
import { save } from '../../documents/files';
import { activeGraph } from '../../documents/open-graphs';
import { client, session } from '../../session/session';
import type {} from '../../session/transport';
import { panels } from '../../ui/panels';
import { toasts } from '../../ui/toasts';
import { setLanguage } from '../../words';
import { experiments } from '../experiments/store';
import { Desktop } from './Desktop';

afterEach(() => {
  delete window.studioHost;
  experiments.setState(experiments.getInitialState(), true);
});

/** A desktop host whose menu and files the test controls. */
function desktop() {
  let act = (_id: string): void => undefined;
  let open = (_file: OpenedFile): void => undefined;
  const languages: string[] = [];
  const written: [number, string][] = [];
  window.studioHost = {
    openPort: () => new Promise(() => undefined),
    versions: {},
    onAction: (listener) => (act = listener),
    onFile: (listener) => (open = listener),
    showFolder: () => undefined,
    saveFile: async (place, text) => {
      if (place === 13) throw new Error('The disk is full.');
      written.push([place, text]);
    },
    setLanguage: (language) => languages.push(language),
  } satisfies StudioHost;
  renderPanel(<Desktop />);
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  return {
    act: (id: string) => act(id),
    open: (name: string, content: string | Uint8Array<ArrayBuffer>, place?: number) =>
      open({ name, bytes: typeof content === 'string' ? bytesOf(content) : content, place }),
    languages,
    written,
  };
}

describe('within the desktop application', () => {
  it('an entry of the menu runs its action; an unknown one does nothing', () => {
    const host = desktop();
    act(() => host.act('about'));
    expect(panels.getState().dialog).toBe('about');
    act(() => host.act('format the disk'));
    expect(panels.getState().dialog).toBe('about');
  });

  it('the menu has the language of the window', () => {
    const host = desktop();
    act(() => setLanguage('ko'));
    expect(host.languages).toEqual(['en', 'ko']);
  });

  it('a graph opens in a tab', async () => {
    const host = desktop();
    host.open('repair.mmgraph', formatDocument({ ...tinyPipeline(), title: 'From the desktop' }));
    await waitFor(() => expect(currentDocument().title).toBe('From the desktop'));
  });

  it('a graph is saved to the file that it was opened from', async () => {
    const host = desktop();
    host.open('mine.mmgraph', formatDocument({ ...tinyPipeline(), title: 'Before' }), 4);
    await waitFor(() => expect(currentDocument().title).toBe('Before'));
    act(() => edit((document) => ({ ...document, title: 'After' })));
    await act(() => save('same file'));
    expect(host.written).toEqual([[4, formatDocument(currentDocument())]]);
    expect(parseDocument(host.written[0]?.[1] ?? '').title).toBe('After');
    expect(activeGraph().file.getState()).toMatchObject({ saved: currentDocument(), fileName: 'mine.mmgraph' });
  });

  it('a graph that cannot be written stays unsaved, with the reason', async () => {
    const host = desktop();
    host.open('full.mmgraph', formatDocument({ ...tinyPipeline(), title: 'Full' }), 13);
    await waitFor(() => expect(currentDocument().title).toBe('Full'));
    act(() => edit((document) => ({ ...document, title: 'Changed' })));
    await act(() => save('same file'));
    expect(toasts.getState().list.at(-1)?.message).toContain('The disk is full.');
    expect(activeGraph().file.getState().saved).not.toEqual(currentDocument());
  });

  it('a study opens in its form, once the engine is connected', async () => {
    const host = desktop();
    host.open('study.mmstudy', formatStudy(tinyStudy({ title: 'Ablation' })));
    expect(panels.getState().dialog).toBeUndefined();
    act(() => session.setState({ connection: 'connected' }));
    await waitFor(() => expect(panels.getState().dialog).toBe('experiments'));
    expect(experiments.getState()).toMatchObject({ page: 'study', draft: { title: 'Ablation' } });
  });

  it('a run as a zip is added to the runs', async () => {
    const request = vi.spyOn(client, 'request').mockImplementation(async (method) => {
      if (method === 'beginUpload') return { upload: 3 };
      if (method === 'sendPart') return { received: 1 };
      if (method === 'importRun') return { run: 'run-7' };
      return { runs: [], stored: [], studies: [] };
    });
    const host = desktop();
    act(() => session.setState({ connection: 'connected' }));
    host.open('run.mmrun', zipSync({ 'run.json': new Uint8Array([123, 125]) }) as Uint8Array<ArrayBuffer>);
    await waitFor(() => expect(experiments.getState().chosen).toEqual(['run-7']));
    expect(request.mock.calls.slice(0, 3)).toMatchObject([
      ['beginUpload', { name: 'run.mmrun' }],
      ['sendPart', { upload: 3 }],
      ['importRun', { upload: 3 }],
    ]);
    expect(toasts.getState().list.map(({ kind }) => kind)).toEqual(['info']);
    expect(panels.getState().dialog).toBe('experiments');
  });

  it('a file that cannot be read is named with the reason', async () => {
    const host = desktop();
    host.open('broken.mmstudy', '{"format":"missing-modality-studio/study"}');
    await waitFor(() => expect(toasts.getState().list[0]?.message).toMatch(/^broken\.mmstudy was not opened\./));
    host.open('broken.json', 'no JSON');
    await waitFor(() => expect(toasts.getState().list.at(-1)?.message).toMatch(/^broken\.json was not opened\./));
  });
});
