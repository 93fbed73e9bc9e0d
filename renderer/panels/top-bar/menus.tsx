import { Group, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun, type Icon } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { actions } from '../../commands/actions';
import { openText } from '../../documents/files';
import { recent } from '../../documents/recent';
import { languages, setLanguage, useLanguage, useMessages, type Language } from '../../words';

/** Contents of the menus of the top bar. Each is under its own button, or in the menu of the tools without space. */

/** Graphs that were opened or saved last. */
export function RecentItems() {
  const m = useMessages();
  const list = useStore(recent, (state) => state.list);
  return (
    <>
      <Menu.Label>{list.length === 0 ? m.recent.none : m.recent.asLeft}</Menu.Label>
      {list.map(({ fileName, title, text }) => (
        <Menu.Item key={fileName} onClick={() => openText(text, fileName)}>
          {title}
          <span className="recent-file">{fileName}</span>
        </Menu.Item>
      ))}
    </>
  );
}

const shares = actions.filter(({ id }) => id.startsWith('export') || id === 'compare');

/** Commands that export the graph as a picture or as code, or compare it with another. */
export function ShareItems() {
  const m = useMessages();
  return shares.map(({ id, run }) => (
    <Menu.Item key={id} onClick={() => run()}>
      {m.actions[id]}
    </Menu.Item>
  ));
}

export function LanguageItems() {
  const language = useLanguage();
  return (
    <Menu.RadioGroup value={language} onChange={(next) => setLanguage(next as Language)}>
      {Object.entries(languages).map(([code, name]) => (
        <Menu.RadioItem key={code} value={code} lang={code} closeMenuOnClick>
          {name}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

const schemes: readonly (readonly [MantineColorScheme, Icon])[] = [
  ['auto', IconDeviceDesktop],
  ['light', IconSun],
  ['dark', IconMoon],
];

export const schemeIcon = (scheme: MantineColorScheme): Icon =>
  schemes.find(([name]) => name === scheme)?.[1] ?? IconDeviceDesktop;

export function SchemeItems() {
  const m = useMessages();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
      {schemes.map(([scheme, Glyph]) => (
        <Menu.RadioItem key={scheme} value={scheme}>
          <Group gap={8} wrap="nowrap">
            <Glyph size={16} aria-hidden /> {m.top.schemes[scheme]}
          </Group>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}
