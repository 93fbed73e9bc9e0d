// @vitest-environment jsdom
import { Menu } from '@mantine/core';
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { renderPanel } from '../../../test/fixtures/panel';
import { SoundLibrary, inlinedSounds } from '../sound/library';
import { VideoItem } from './VideoItem';

it('shows the reason that a browser without WebCodecs cannot save a video', async () => {
  renderPanel(
    <Menu opened>
      <Menu.Target>
        <button>Save</button>
      </Menu.Target>
      <Menu.Dropdown>
        <VideoItem
          library={new SoundLibrary(inlinedSounds({}))}
          heard={vi.fn()}
          frame={() => ''}
          width={640}
          height={360}
          framesPerSecond={10}
          save={vi.fn()}
        />
      </Menu.Dropdown>
    </Menu>,
  );
  const item = await screen.findByRole('menuitem', { name: /cannot encode video/ });
  expect(item).toHaveProperty('disabled', true);
});
