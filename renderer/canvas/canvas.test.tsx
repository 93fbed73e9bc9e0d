// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { tinyPipeline } from '../../test/fixtures/graphs';
import { renderPanel } from '../../test/fixtures/panel';
import { currentDocument, edit, setGestures } from '../documents/active-graph';
import { emptyDocument, setParameter } from '../documents/editing';
import { panels } from '../ui/panels';
import { Canvas } from './Canvas';
import { InlineTitle } from './InlineTitle';

describe('the canvas', () => {
  it('draws every node with its title and what is wrong with it', () => {
    renderPanel(<Canvas />);
    for (const { id } of tinyPipeline().nodes) {
      expect(document.querySelector(`.react-flow__node[data-id="${id}"]`)).not.toBeNull();
    }
    act(() => edit((graph) => setParameter(graph, ['rmm'], 'slots', 0)));
    const node = document.querySelector('.react-flow__node[data-id="rmm"]');
    expect(node?.textContent).toContain('RMM generator');
    expect(node?.querySelector('[data-severity="error"]')?.textContent).toMatch(/at least 1|“slots”/);
  });

  it('offers the gallery while it is empty', async () => {
    const user = renderPanel(<Canvas />, emptyDocument());
    await user.click(screen.getByRole('button', { name: /gallery/i }));
    expect(panels.getState().dialog).toBe('gallery');
  });
});

describe('a title on the canvas', () => {
  const Title = () => (
    <InlineTitle
      id="rmm"
      title="RMM"
      label="Title of the node"
      className="node-title"
      onRename={(title) => edit((graph) => ({ ...graph, title }))}
    />
  );

  it.each([
    ['{Enter}', 'New'],
    ['{Escape}', 'Tiny pipeline'],
  ])('is edited until %s', async (key, title) => {
    const user = renderPanel(<Title />);
    act(() => setGestures({ renaming: 'rmm' }));
    await user.clear(screen.getByRole('textbox'));
    await user.type(screen.getByRole('textbox'), `New${key}`);
    expect(currentDocument().title).toBe(title);
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});
