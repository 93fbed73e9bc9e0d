import { Modal, TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { session } from '../../session/session';
import { useMessages } from '../../words';
import { findKind } from '../../words/kinds';
import { presetTexts, studyTexts } from '../../words/presets';
import { openPreset } from '../../commands/commands';
import { presets, type Preset } from '../../documents/presets';
import { GraphPicture } from '../../canvas/GraphPicture';
import { usePanels, closeDialog } from '../../ui/panels';
import { refresh } from '../experiments/store';
import { usePresetStudies } from '../experiments/use-preset-studies';
import { useLessons } from '../lessons/use-lessons';
import { firstSentence, hasWords, presetGroups } from './groups';
import { LastRun } from './LastRun';
import { LessonCard } from './LessonCard';
import { StudyCard } from './StudyCard';

/** Gallery of the graphs and studies of the studio. */
export function Gallery() {
  const m = useMessages();
  const opened = usePanels((state) => state.dialog === 'gallery');
  return (
    <Modal
      opened={opened}
      onClose={() => closeDialog()}
      title={m.actions.gallery}
      size={980}
      closeButtonProps={{ 'aria-label': m.close }}
    >
      {opened && <Contents />}
    </Modal>
  );
}

/** Lessons, presets in groups, and studies; with a query, those that match it. */
function Contents() {
  const m = useMessages().gallery;
  const [query, setQuery] = useState('');
  const connected = useStore(session, ({ connection }) => connection === 'connected');
  useEffect(() => {
    // Cards show the last run of each graph.
    if (connected) void refresh();
  }, [connected]);
  const found = presetGroups(
    presets.filter(({ name, document }) => {
      const { title, description } = presetTexts(name, document);
      return hasWords(`${title} ${description} ${name}`, query);
    }),
  );
  const studies = usePresetStudies().filter(({ name, document }) => {
    const { title, description } = studyTexts(name, document);
    return hasWords(`${title} ${description} ${name}`, query);
  });
  const lessons = useLessons().filter(({ title, summary, id }) => hasWords(`${title} ${summary} ${id}`, query));
  return (
    <div className="gallery">
      <TextInput
        data-autofocus
        size="sm"
        aria-label={m.search}
        placeholder={m.search}
        leftSection={<IconSearch size={15} />}
        value={query}
        spellCheck={false}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {lessons.length > 0 && (
        <Group heading={m.lessons}>
          {lessons.map((lesson) => (
            <li key={lesson.id}>
              <LessonCard lesson={lesson} />
            </li>
          ))}
        </Group>
      )}
      {found.map(({ dataset, synthetic, members }) => {
        const title = findKind(dataset)?.title ?? dataset;
        return (
          <Group key={dataset} heading={synthetic ? m.withoutData(title) : m.needsData(title)}>
            {members.map((preset) => (
              <li key={preset.name}>
                <PresetCard preset={preset} />
              </li>
            ))}
          </Group>
        );
      })}
      {studies.length > 0 && (
        <Group heading={m.studies}>
          {studies.map((study) => (
            <li key={study.name}>
              <StudyCard study={study} />
            </li>
          ))}
        </Group>
      )}
      {found.length + lessons.length + studies.length === 0 && <p className="muted">{m.nothing(query)}</p>}
    </div>
  );
}

function Group({ heading, children }: { readonly heading: string; readonly children: React.ReactNode }) {
  return (
    <section aria-label={heading}>
      <h3 className="gallery-heading">{heading}</h3>
      <ul className="gallery-cards">{children}</ul>
    </section>
  );
}

function PresetCard({ preset }: { readonly preset: Preset }) {
  const { title, description } = presetTexts(preset.name, preset.document);
  return (
    <UnstyledButton className="gallery-card" title={description} onClick={() => openPreset(preset)}>
      <GraphPicture document={preset.document} />
      <span className="gallery-title">{title}</span>
      <LastRun preset={preset} />
      <span className="muted">{firstSentence(description)}</span>
    </UnstyledButton>
  );
}
