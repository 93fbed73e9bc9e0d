import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { saveAs } from '../../documents/files';
import { VideoItem } from '../../stage/export/VideoItem';
import { sceneSvg } from '../../stage/scene-svg';
import type { StageMoment } from '../../stage/Stage';
import { pngOf } from '../../ui/picture';
import { notify } from '../../ui/toasts';
import { useMessages } from '../../words';
import { errorText } from '../../words/engine';
import { soundLibrary } from './sound';

const present = (): 'light' | 'dark' =>
  document.documentElement.dataset['mantineColorScheme'] === 'dark' ? 'dark' : 'light';

/** Size and rate of videos; the aspect ratio is that of the drawing. */
const video = { width: 1152, height: 600, framesPerSecond: 25 } as const;

/** Saves the current moment as a picture or a drawing, and the scene as a video. */
export function SaveScene({ picture, heard, time }: StageMoment) {
  const m = useMessages().stage.exports;
  const save = async (name: string, make: () => Promise<Blob>): Promise<void> => {
    try {
      await saveAs(await make(), name);
    } catch (error) {
      notify('error', errorText(error));
    }
  };
  const svgAt = (seconds: number): string => sceneSvg({ ...picture, scheme: present() }, seconds);
  const svg = (): string => svgAt(time());
  const name = picture.scene.id;
  return (
    <Menu position="top-start" width={280} keepMounted>
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
        <VideoItem
          {...video}
          library={soundLibrary}
          heard={() => heard}
          frame={svgAt}
          save={(file) => saveAs(file, `${name}.webm`)}
        />
      </Menu.Dropdown>
    </Menu>
  );
}
