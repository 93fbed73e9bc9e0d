import { Menu } from '@mantine/core';
import { actions, type Action } from '../../commands/actions';
import { setWheel, useCanvasView, type WheelHabit } from '../../commands/canvas-view';
import { Keys } from '../dialogs/Keys';
import { usePanels } from '../../ui/panels';
import { useMessages } from '../../words';

/** Switches for parts of the window, and the choice of the wheel’s effect. */
export function ViewItems() {
  const m = useMessages().view;
  const panel = usePanels((state) => state);
  const canvas = useCanvasView((state) => state);
  const habits: readonly WheelHabit[] = ['pan', 'zoom'];
  return (
    <>
      <Switch id="palette" label={m.palette} on={panel.paletteOpen} />
      <Switch id="inspector" label={m.inspector} on={panel.inspectorOpen} />
      <Switch id="livePanel" label={m.livePanel} on={panel.livePanelOpen} />
      <Switch id="minimap" label={m.minimap} on={canvas.minimap} />
      <Switch id="snap" label={m.snap} on={canvas.snap} />
      <Switch id="projector" label={m.projector} on={panel.projector} />
      <Menu.Divider />
      <Menu.Label>{m.wheel}</Menu.Label>
      <Menu.RadioGroup value={canvas.wheel} onChange={(value) => setWheel(value as WheelHabit)}>
        {habits.map((habit) => (
          <Menu.RadioItem key={habit} value={habit}>
            {m.wheels[habit]}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}

interface SwitchProps {
  readonly id: Action['id'];
  readonly label: string;
  readonly on: boolean;
}

/** A part of the view that can be hidden. */
function Switch({ id, label, on }: SwitchProps) {
  const action = actions.find((candidate) => candidate.id === id);
  const [key] = action?.keys ?? [];
  return (
    <Menu.CheckboxItem
      checked={on}
      onChange={() => action?.run()}
      rightSection={key !== undefined && <Keys combination={key} />}
    >
      {label}
    </Menu.CheckboxItem>
  );
}
