// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Stage } from '../../../graph-nodes/graph/document';
import { freeze, tinyPipeline } from '../../../test/fixtures/graphs';
import { renderPanel } from '../../../test/fixtures/panel';
import { withStages } from '../../../test/fixtures/stages';
import { currentDocument, redo, select, undo } from '../../documents/active-graph';
import { setLanguage } from '../../words';
import { Inspector } from './Inspector';

const stage = (name: string, parameters: Stage['parameters'] = {}, frozen: string[] = []): Stage => ({
  name,
  parameters,
  frozen,
});
const stages = () => currentDocument().nodes.find(({ id }) => id === 'trainer')?.stages;
const names = () => stages()?.map(({ name }) => name);

/** Shows the inspector of a Trainer with these stages. */
function inspect(...own: readonly Stage[]) {
  const user = renderPanel(<Inspector />, withStages(tinyPipeline(), own));
  act(() => select(['trainer']));
  return user;
}

const form = () => within(screen.getByRole('region', { name: 'Stages' }));
const group = (name: RegExp) => within(form().getByRole('group', { name }));

describe('the stages of a Trainer', () => {
  it('are added, renamed, duplicated and removed, each as one step of the history', async () => {
    const user = inspect();
    await user.click(form().getByRole('button', { name: 'Add a stage' }));
    const name = form().getByRole('textbox', { name: 'Name of the stage' });
    expect(document.activeElement).toBe(name);
    await user.clear(name);
    expect(form().getByText(/^Enter a name/)).toBeTruthy();
    expect(names()).toEqual(['Stage 1']);
    await user.type(name, 'repair');
    expect(names()).toEqual(['repair']);
    await user.click(form().getByRole('button', { name: 'Duplicate “repair”' }));
    expect(names()).toEqual(['repair', 'repair 2']);
    await user.click(form().getByRole('button', { name: 'Remove “repair”' }));
    expect(names()).toEqual(['repair 2']);
    await user.click(form().getByRole('button', { name: 'Remove “repair 2”' }));
    expect(stages()).toBeUndefined();
    expect(document.activeElement?.textContent).toBe('Add a stage');
    for (const before of [['repair 2'], ['repair', 'repair 2'], ['repair'], ['Stage 1']]) {
      act(undo);
      expect(names()).toEqual(before);
    }
    act(redo);
    expect(names()).toEqual(['repair']);
  });

  it('are moved by buttons and keys, and the focus follows', async () => {
    const user = inspect(stage('a'), stage('b'), stage('c'));
    await user.click(form().getByRole('button', { name: 'Move “a” down' }));
    expect(names()).toEqual(['b', 'a', 'c']);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move “a” down');
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    expect(names()).toEqual(['b', 'c', 'a']);
    expect((document.activeElement as HTMLInputElement).value).toBe('a');
    expect(form().getByRole('status').textContent).toBe('“a” is now stage 3 of 3.');
    await user.keyboard('{Alt>}{ArrowDown}{ArrowUp}{/Alt}');
    expect(names()).toEqual(['b', 'a', 'c']);
  });

  it('change parameters of the Trainer, and reset them', async () => {
    const user = inspect(stage('a'));
    await user.click(form().getByRole('combobox', { name: 'Change a parameter' }));
    expect(screen.queryByRole('option', { name: 'Seed' })).toBeNull();
    await user.click(screen.getByRole('option', { name: 'Batch size B' }));
    expect(stages()?.[0]?.parameters).toEqual({ batchSize: 16 });
    const field = group(/^Stage 1 of 1/).getByRole('textbox', { name: 'Batch size B' });
    await user.clear(field);
    await user.type(field, '0{Enter}');
    expect(stages()?.[0]?.parameters).toEqual({ batchSize: 0 });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const problems = within(group(/^Stage 1 of 1/).getByRole('list', { name: 'Problems' }));
    await user.click(problems.getByRole('button', { name: 'Remove batchSize from stage “a”' }));
    expect(stages()?.[0]?.parameters).toEqual({});
  });

  it('freeze nodes chosen by title, and show those that are frozen in all stages', async () => {
    const user = renderPanel(<Inspector />, withStages(freeze(tinyPipeline(), 'audio'), [stage('a')]));
    act(() => select(['trainer']));
    expect(form().getByText('Frozen in all stages: Audio encoder (audio)')).toBeTruthy();
    await user.click(form().getByRole('combobox', { name: 'Frozen nodes' }));
    const ofNodes = within(screen.getByRole('listbox', { name: 'Frozen nodes' })).getAllByRole('option');
    expect(ofNodes.map(({ textContent }) => textContent)).toEqual([
      'Question encoder (question)',
      'RMM generator (rmm)',
      'AVR diffusion (avr)',
      'AVST QA head (head)',
    ]);
    await user.click(
      within(screen.getByRole('listbox', { name: 'Frozen nodes' })).getByRole('option', {
        name: 'AVST QA head (head)',
      }),
    );
    expect(stages()?.[0]?.frozen).toEqual(['head']);
    act(() => select(['head']));
    expect(screen.getByText(/Frozen in “a”\.$/)).toBeTruthy();
  });

  it('bypass nodes that can pass their inputs on, chosen by title', async () => {
    const user = renderPanel(<Inspector />, withStages(tinyPipeline(), [stage('a')]));
    act(() => select(['trainer']));
    await user.click(form().getByRole('combobox', { name: 'Bypassed nodes' }));
    const list = within(screen.getByRole('listbox', { name: 'Bypassed nodes' }));
    const titles = list.getAllByRole('option').map(({ textContent }) => textContent);
    expect(titles).toContain('AVR diffusion (avr)');
    expect(titles).not.toContain('AVST QA head (head)');
    expect(titles).not.toContain('Trainer (trainer)');
    await user.click(list.getByRole('option', { name: 'AVR diffusion (avr)' }));
    expect(stages()).toEqual([{ ...stage('a'), bypassed: ['avr'] }]);
    await user.click(list.getByRole('option', { name: 'AVR diffusion (avr)' }));
    expect(stages()).toEqual([stage('a')]);
  });

  it('show their problems, such as a stage that trains nothing', () => {
    inspect(stage('a'), stage('b', {}, ['audio', 'question', 'rmm', 'avr', 'head']));
    expect(group(/^Stage 1/).queryByRole('list', { name: 'Problems' })).toBeNull();
    expect(group(/^Stage 2/).getByText(/nothing to train/)).toBeTruthy();
  });

  it('get another name by one click if two have the same', async () => {
    const user = inspect(stage('a'), stage('a'));
    await user.click(group(/^Stage 1/).getByRole('button', { name: 'Rename the second stage “a” to “a 2”' }));
    expect(names()).toEqual(['a', 'a 2']);
  });

  it('have a form in Korean', () => {
    inspect(stage('a'));
    act(() => setLanguage('ko'));
    const korean = within(screen.getByRole('region', { name: '단계' }));
    expect(korean.getByRole('button', { name: '“a” 복제' })).toBeTruthy();
    expect(korean.getByRole('combobox', { name: '고정된 노드' })).toBeTruthy();
  });
});
