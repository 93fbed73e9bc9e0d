import { ActionIcon, Group, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useMessages } from '../../words';
import { IconDeviceDesktop, IconMoon, IconSun, type Icon } from '@tabler/icons-react';

const schemes: readonly (readonly [MantineColorScheme, Icon])[] = [
  ['auto', IconDeviceDesktop],
  ['light', IconSun],
  ['dark', IconMoon],
];

export function ThemeSwitch() {
  const m = useMessages();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = schemes.find(([scheme]) => scheme === colorScheme)?.[1] ?? IconDeviceDesktop;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={m.top.scheme}>
          <Current size={18} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
          {schemes.map(([scheme, Glyph]) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              <Group gap={8} wrap="nowrap">
                <Glyph size={16} aria-hidden /> {m.top.schemes[scheme]}
              </Group>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
