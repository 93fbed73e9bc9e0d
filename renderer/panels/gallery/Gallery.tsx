import { Modal, Tabs, UnstyledButton } from '@mantine/core';
import { useMessages } from '../../words';
import { presetTexts } from '../../words/presets';
import { openPreset } from '../../commands/commands';
import { presets } from '../../documents/presets';
import { GraphPicture } from '../../canvas/GraphPicture';
import { Studies } from './Studies';
import { usePanels, closeDialog } from '../../ui/panels';

/** The graphs and studies that come with the studio. */
export function Gallery() {
  const m = useMessages();
  const opened = usePanels((state) => state.dialog === 'gallery');
  return (
    <Modal
      opened={opened}
      onClose={() => closeDialog()}
      title={m.actions.gallery}
      size={920}
      closeButtonProps={{ 'aria-label': m.close }}
    >
      <Tabs defaultValue="graphs" keepMounted={false}>
        <Tabs.List aria-label={m.gallery.label} className="gallery-pages">
          <Tabs.Tab value="graphs">{m.gallery.graphs}</Tabs.Tab>
          <Tabs.Tab value="studies">{m.gallery.studies}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="graphs">
          <Graphs />
        </Tabs.Panel>
        <Tabs.Panel value="studies">
          <Studies />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}

function Graphs() {
  return (
    <ul className="gallery">
      {presets.map((preset) => {
        const { title, description } = presetTexts(preset.name, preset.document);
        return (
          <li key={preset.name}>
            <UnstyledButton className="gallery-card" onClick={() => openPreset(preset)}>
              <GraphPicture document={preset.document} />
              <span className="gallery-title">{title}</span>
              <span className="muted">{description}</span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
