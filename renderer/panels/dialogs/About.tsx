import { Accordion, Code, Modal, ScrollArea, Select, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { session } from '../../session/session';
import { closeDialog, usePanels } from '../../ui/panels';
import { useMessages } from '../../words';
import { errorText } from '../../words/engine';
import { readLicences, type Licences } from './licences';

/** Versions, the current backend, and the licences of the studio and of its packages. */
export function About() {
  const m = useMessages();
  const opened = usePanels((state) => state.dialog === 'about');
  return (
    <Modal
      opened={opened}
      onClose={() => closeDialog()}
      title={m.about.title}
      size={760}
      closeButtonProps={{ 'aria-label': m.close }}
    >
      {opened && <Contents />}
    </Modal>
  );
}

function Contents() {
  const m = useMessages().about;
  const [licences, setLicences] = useState<Licences | string>();
  useEffect(() => {
    readLicences().then(setLicences, (error: unknown) => setLicences(errorText(error)));
  }, []);
  if (licences === undefined) return <Text className="muted">{m.loading}</Text>;
  if (typeof licences === 'string') return <Text className="muted">{m.noLicences(licences)}</Text>;
  return (
    <>
      <Versions version={licences.version} />
      <Accordion variant="separated" order={3} keepMounted={false}>
        <Section name="own" title={m.ownLicence} text={licences.licence} />
        <Section name="notice" title={m.notice} text={licences.notice} />
      </Accordion>
      <Packages licences={licences} />
    </>
  );
}

function Versions({ version }: { readonly version: string }) {
  const m = useMessages().about;
  const backends = useStore(session, (state) => state.backends);
  const chosen = useStore(session, (state) => state.backend);
  const first = backends?.find(({ available }) => available)?.name;
  const backend = chosen === 'auto' ? (first ?? m.unknown) : chosen;
  const rows = [['Missing-Modality Studio', version], ...Object.entries(window.studioHost?.versions ?? {})];
  return (
    <Table aria-label={m.versions}>
      <Table.Tbody>
        {[...rows, [m.backend, backend]].map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Licences of packages, one at a time, because there are hundreds. */
function Packages({ licences: { packages } }: { readonly licences: Licences }) {
  const m = useMessages().about;
  const [chosen, setChosen] = useState<string | null>(null);
  const names = packages.map(({ name, version, licence }) => `${name} ${version} · ${licence}`);
  const text = chosen === null ? undefined : packages[names.indexOf(chosen)]?.text;
  return (
    <>
      <Select
        mt="md"
        label={m.packages(packages.length)}
        placeholder={m.choose}
        data={[...new Set(names)]}
        searchable
        limit={50}
        value={chosen}
        onChange={setChosen}
      />
      {text !== undefined && <Licence text={text} />}
    </>
  );
}

interface SectionProps {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

function Section({ name, title, text }: SectionProps) {
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>{title}</Accordion.Control>
      <Accordion.Panel>
        <Licence text={text} />
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Licence({ text }: { readonly text: string }) {
  return (
    <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0 }}>
      <Code block>{text}</Code>
    </ScrollArea.Autosize>
  );
}
