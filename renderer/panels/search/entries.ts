import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useStore } from 'zustand';
import { actions, readKeys } from '../../commands/actions';
import { openPreset } from '../../commands/commands';
import { openText } from '../../documents/files';
import { documentOf } from '../../documents/open-graph';
import { graphs, showGraph } from '../../documents/open-graphs';
import { presets } from '../../documents/presets';
import { recent } from '../../documents/recent';
import { openLesson } from '../../session/lesson';
import { session, type BackendChoice } from '../../session/session';
import { openDialog } from '../../ui/panels';
import { languages, setLanguage, useMessages, type Language } from '../../words';
import { catalogue } from '../../words/kinds';
import { presetTexts, studyTexts } from '../../words/presets';
import { openWithResults } from '../experiments/run-commands';
import { experiments, pages, useExperiments, useRuns } from '../experiments/store';
import { openPresetStudy } from '../experiments/study-commands';
import { chooseLesson } from '../lessons/open-file';
import { useLessons } from '../lessons/use-lessons';
import { usePresetStudies } from '../experiments/use-preset-studies';
import { useAddAtCentre } from '../palette/use-add-at-centre';
import type { SearchItem } from './SearchList';

/** A command of the palette. */
export interface Entry extends SearchItem {
  run(): void;
}

const schemes: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

/** Actions of the registry, and a command for each item of menus, gallery and experiments. */
export function useEntries(): readonly Entry[] {
  return [
    ...useActions(),
    ...useRunSettings(),
    ...useNodes(),
    ...useGraphs(),
    ...useLessonEntries(),
    ...useStudies(),
    ...useStoredRuns(),
  ];
}

function useActions(): Entry[] {
  const m = useMessages();
  return actions
    .filter(({ id }) => id !== 'commands')
    .map(({ id, group, keys, can, run }) => ({
      id,
      title: m.actions[id],
      words: m.actionGroups[group],
      disabled: can?.() === false,
      ...(keys?.[0] !== undefined && { keys: readKeys(keys[0]) }),
      run: () => run(),
    }));
}

/** Backend, language and theme. */
function useRunSettings(): Entry[] {
  const m = useMessages();
  const { setColorScheme } = useMantineColorScheme();
  const backends = useStore(session, (state) => state.backends);
  const names: readonly BackendChoice[] = [
    'auto',
    ...(backends ?? []).filter(({ available }) => available).map(({ name }) => name),
  ];
  return [
    ...names.map((backend) => ({
      id: `backend ${backend}`,
      title: m.top.backend(backend),
      words: m.top.backendHelp,
      run: () => session.setState({ backend }),
    })),
    ...Object.entries(languages).map(([code, name]) => ({
      id: `language ${code}`,
      title: `${m.language}: ${name}`,
      run: () => setLanguage(code as Language),
    })),
    ...schemes.map((scheme) => ({
      id: `scheme ${scheme}`,
      title: `${m.top.scheme}: ${m.top.schemes[scheme]}`,
      run: () => setColorScheme(scheme),
    })),
  ];
}

function useNodes(): Entry[] {
  const m = useMessages().search;
  const add = useAddAtCentre();
  return catalogue().map(({ kind, title, family }) => ({
    id: `add ${kind}`,
    title: m.addKind(title),
    words: `${kind} ${family}`,
    run: () => add(kind),
  }));
}

/** Open graphs, graphs that were opened before, and presets. */
function useGraphs(): Entry[] {
  const m = useMessages().search;
  const { open, active } = useStore(graphs);
  const list = useStore(recent, (state) => state.list);
  return [
    ...open
      .filter((graph) => graph !== active)
      .map((graph) => ({
        id: `graph ${graph.id}`,
        title: m.showGraph(documentOf(graph).title),
        run: () => showGraph(graph.id),
      })),
    ...list.map(({ fileName, title, text }) => ({
      id: `recent ${fileName}`,
      title: m.openRecent(title),
      detail: fileName,
      run: () => openText(text, fileName),
    })),
    ...presets.map((preset) => ({
      id: `preset ${preset.name}`,
      title: m.openPreset(presetTexts(preset.name, preset.document).title),
      words: preset.name,
      run: () => openPreset(preset),
    })),
  ];
}

/** Pages of the experiments, bundled studies, and studies of the folder of runs. */
function useStudies(): Entry[] {
  const m = useMessages();
  const bundled = usePresetStudies();
  const studies = useExperiments((state) => state.studies);
  return [
    ...pages.map((page) => ({
      id: `page ${page}`,
      title: m.search.page(m.experiments.pages[page]),
      run: () => {
        experiments.setState({ page });
        openDialog('experiments');
      },
    })),
    ...bundled.map((study) => ({
      id: `bundled ${study.name}`,
      title: m.search.openPresetStudy(studyTexts(study.name, study.document).title),
      run: () => openPresetStudy(study),
    })),
    ...studies.map(({ study, title }) => ({
      id: `study ${study}`,
      title: m.search.showStudy(title),
      detail: study,
      run: () => {
        experiments.setState({ page: 'study', shown: study });
        openDialog('experiments');
      },
    })),
  ];
}

function useLessonEntries(): Entry[] {
  const { search, lessons } = useMessages();
  const listed = useLessons().map((lesson, index) => ({
    id: `lesson ${lesson.id}`,
    title: search.openLesson(`${index + 1}. ${lesson.title}`),
    words: lesson.summary,
    run: () => void openLesson(lesson),
  }));
  return [...listed, { id: 'lesson file', title: lessons.openFile, run: () => void chooseLesson() }];
}

function useStoredRuns(): Entry[] {
  const m = useMessages().search;
  return useRuns().map(({ name, title }) => ({
    id: `run ${name}`,
    title: m.openRun(title),
    detail: name,
    run: () => void openWithResults(name),
  }));
}
