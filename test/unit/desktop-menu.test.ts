// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { menuActions } from '../../electron/menu-actions';
import { actions } from '../../renderer/commands/actions';

it('the editor has every action of the desktop menu', () => {
  const ids: string[] = actions.map(({ id }) => id);
  expect(menuActions.filter((id) => !ids.includes(id))).toEqual([]);
});
