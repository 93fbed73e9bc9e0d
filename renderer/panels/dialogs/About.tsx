import { Accordion, Code, Modal, ScrollArea, Table, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { session } from '../../session/session';
import { closeDialog, usePanels } from '../../ui/panels';
import { useMessages } from '../../words';
import { errorText } from '../../words/engine';
import { readLicences, type Licences } from './licences';

/** Versions, the backend in use, and the licences of the studio and of what it contains. */
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

function Packages({ licences: { packages } }: { readonly licences: Licences }) {
  const m = useMessages().about;
  return (
    <>
      <h2 className="panel-title">{m.packages(packages.length)}</h2>
      <Accordion variant="separated" order={3} keepMounted={false}>
        {packages.map(({ name, version, licence, text }) => (
          <Section
            key={`${name} ${version}`}
            name={`${name} ${version}`}
            title={`${name} ${version} · ${licence}`}
            text={text}
          />
        ))}
      </Accordion>
    </>
  );
}

interface SectionProps {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

/** A text that is rendered once it is unfolded; there are some hundred of them. */
function Section({ name, title, text }: SectionProps) {
  return (
    <Accordion.Item value={name.replace(/\W+/g, '-')}>
      <Accordion.Control>{title}</Accordion.Control>
      <Accordion.Panel>
        <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0 }}>
          <Code block>{text}</Code>
        </ScrollArea.Autosize>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
