// @vitest-environment jsdom
import { act, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderPanel } from '../../../test/fixtures/panel';
import { currentDocument } from '../../documents/active-graph';
import { presets } from '../../documents/presets';
import { openDialog, panels } from '../../ui/panels';
import { Gallery } from './Gallery';

it('opens with every preset, opens the chosen one and closes', async () => {
  const user = renderPanel(<Gallery />);
  expect(screen.queryByRole('dialog')).toBeNull();
  act(() => openDialog('gallery'));
  expect(screen.getAllByRole('listitem')).toHaveLength(presets.length);
  await user.click(screen.getByRole('button', { name: /MUSIC-AVQA: the paper/ }));
  expect(currentDocument()).toBe(presets.find(({ name }) => name === 'music-avqa-paper')?.document);
  expect(panels.getState().dialog).toBeUndefined();
});
