import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { saveAs } from '../../documents/files';
import { sceneSvg, type ScenePicture } from '../../stage/scene-svg';
import { pngOf } from '../../ui/picture';
import { notify } from '../../ui/toasts';
import { useMessages } from '../../words';
import { errorText } from '../../words/engine';

interface Props {
  readonly picture: Omit<ScenePicture, 'scheme'>;
  /** Present time of the scene. */
  readonly time: () => number;
}

const present = (): 'light' | 'dark' =>
  document.documentElement.dataset['mantineColorScheme'] === 'dark' ? 'dark' : 'light';

/** Saves the present moment as a picture or a drawing. */
export function SaveScene({ picture, time }: Props) {
  const m = useMessages().stage.exports;
  const save = async (name: string, make: () => Promise<Blob>): Promise<void> => {
    try {
      await saveAs(await make(), name);
    } catch (error) {
      notify('error', errorText(error));
    }
  };
  const svg = (): string => sceneSvg({ ...picture, scheme: present() }, time());
  const name = picture.scene.id;
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <Tooltip label={m.menu}>
          <ActionIcon variant="default" aria-label={m.menu}>
            <IconDownload size={17} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save(`${name}.png`, () => pngOf(svg()))}>{m.png}</Menu.Item>
        <Menu.Item
          onClick={() => void save(`${name}.svg`, () => Promise.resolve(new Blob([svg()], { type: 'image/svg+xml' })))}
        >
          {m.svg}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
