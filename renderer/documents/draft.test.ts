// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { edit, currentDocument } from './active-graph';
import { autosave, keepDrafts, recovery, restoreDraft } from './draft';

const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith('studio-draft/'));
const rename = (title: string) => edit((document) => ({ ...document, title }));

/** Window of an editor that is loaded, closed and loaded again. */
const load = async () => {
  restoreDraft();
  await keepDrafts();
};

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => vi.restoreAllMocks());

describe('autosave', () => {
  it('is off while the storage is full, and on again afterwards', async () => {
    await load();
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    rename('No room');
    await vi.waitFor(() => expect(autosave.getState().works).toBe(false), 5000);
    full.mockRestore();
    rename('Room');
    await vi.waitFor(() => expect(autosave.getState().works).toBe(true), 5000);
    expect(localStorage.getItem(drafts()[0] ?? '')).toContain('Room');
  });

  it('is off if the browser denies its storage, and the editor still starts', async () => {
    const denied = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    const [local, session] = [vi.spyOn(window, 'localStorage', 'get'), vi.spyOn(window, 'sessionStorage', 'get')];
    for (const area of [local, session]) area.mockImplementation(denied);
    await load();
    rename('Denied');
    await vi.waitFor(() => expect(autosave.getState().works).toBe(false), 5000);
    expect(currentDocument().title).toBe('Denied');
  });

  it('keeps a draft that this version cannot read', async () => {
    const later = JSON.stringify({ current: 0, graphs: [{ document: { format: 'later' } }] });
    sessionStorage.setItem('studio-window', 'own');
    localStorage.setItem('studio-draft/own', later);
    localStorage.setItem('studio-draft/other', later);
    await load();
    rename('Mine');
    await vi.waitFor(() => expect(drafts()).toHaveLength(3), 5000);
    expect([localStorage.getItem('studio-draft/own'), localStorage.getItem('studio-draft/other')]).toEqual([
      later,
      later,
    ]);
    expect(recovery.getState().left).toEqual([]);
  });
});
