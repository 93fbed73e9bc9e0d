import { Menu } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useMessages } from '../../words';
import { errorText } from '../../words/engine';
import { notify } from '../../ui/toasts';
import { canMakeVideo, videoFile, type VideoRequest } from './video';

interface Props extends Omit<VideoRequest, 'heard' | 'onProgress' | 'signal'> {
  /** Sound of the video, read when it is encoded. */
  readonly heard: () => VideoRequest['heard'];
  /** Saves the finished file. */
  readonly save: (video: Blob) => Promise<void>;
}

/** Menu item that saves a scene as a video. A second press cancels it. */
export function VideoItem({ heard, save, ...request }: Props) {
  const m = useMessages().sceneVideo;
  const [possible, setPossible] = useState<boolean>();
  const [share, setShare] = useState<number>();
  const work = useRef<AbortController>(undefined);
  const { width, height } = request;

  useEffect(() => {
    let wanted = true;
    const note = (found: boolean) => wanted && setPossible(found);
    canMakeVideo(width, height).then(note, () => note(false));
    return () => {
      wanted = false;
    };
  }, [width, height]);
  useEffect(() => () => work.current?.abort(), []);

  const make = async (): Promise<void> => {
    const controller = new AbortController();
    work.current = controller;
    setShare(0);
    try {
      const { signal } = controller;
      await save(await videoFile({ ...request, heard: heard(), signal, onProgress: setShare }));
    } catch (error) {
      if (!controller.signal.aborted) notify('error', m.failed(errorText(error)));
    }
    setShare(undefined);
  };
  return (
    <Menu.Item
      closeMenuOnClick={false}
      disabled={possible !== true}
      onClick={() => (share === undefined ? void make() : work.current?.abort())}
    >
      {possible === false ? m.impossible : share === undefined ? m.save : m.making(Math.round(100 * share))}
    </Menu.Item>
  );
}
