import { Modal, Tabs } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { client } from '../../session/session';
import { useMessages } from '../../words';
import { CoordinatesPage } from './CoordinatesPage';
import { CurvesPage } from './CurvesPage';
import { RunsPage } from './RunsPage';
import { applyEvent, experiments, pages, refresh, useExperiments, type Page } from './store';
import { StudyPage } from './StudyPage';
import { TablePage } from './TablePage';
import { usePanels, closeDialog } from '../../ui/panels';

/** All runs, studies of the active graph, and their tables. */
export function Experiments() {
  const m = useMessages();
  const opened = usePanels((state) => state.dialog === 'experiments');
  return (
    <Modal
      opened={opened}
      onClose={() => closeDialog()}
      title={m.experiments.title}
      fullScreen
      closeButtonProps={{ 'aria-label': m.close }}
      classNames={{ content: 'experiments', body: 'experiments-body' }}
    >
      {opened && <Pages />}
    </Modal>
  );
}

const contents: Readonly<Record<Page, () => React.ReactNode>> = {
  runs: RunsPage,
  study: StudyPage,
  table: TablePage,
  curves: CurvesPage,
  coordinates: CoordinatesPage,
};

function Pages() {
  const m = useMessages();
  const page = useExperiments((state) => state.page);
  const compared = useExperiments((state) => state.compared);
  const list = useRef<HTMLDivElement>(null);
  const asked = usePanels((state) => state.alternativesOf);
  useEffect(() => {
    if (asked !== undefined) experiments.setState({ page: 'study' });
  }, [asked]);
  useEffect(() => {
    const leave = client.onEvent(applyEvent);
    const forget = client.onState((state) => {
      if (state === 'connected') void refresh();
    });
    return () => {
      leave();
      forget();
    };
  }, []);
  // The control that opened this page may be gone, so the focus moves to the tab of the page.
  useEffect(() => {
    if (document.activeElement === document.body) {
      list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    }
  }, [page, compared]);
  return (
    <Tabs
      className="experiments-pages"
      value={page}
      onChange={(next) => experiments.setState({ page: pages.find((name) => name === next) ?? 'runs' })}
      keepMounted={false}
    >
      <Tabs.List ref={list}>
        {pages.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {m.experiments.pages[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {pages.map((name) => {
        const Content = contents[name];
        return (
          <Tabs.Panel key={name} value={name}>
            <Content />
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}
