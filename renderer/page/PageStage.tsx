import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { pageStrengths, type StagePage } from '../../engine/contract/stage-page';
import { Stage, type StageControl } from '../stage/Stage';
import type { StageSound } from '../stage/sound/stage-sound';
import { useMessages } from '../words';
import { LanguageChoice } from './LanguageChoice';
import { pageAnswerer } from './page-answerer';
import { pageFaults } from './page-faults';

/** Controls that the answers of a page support. */
const controls: ReadonlySet<StageControl> = new Set<StageControl>(['switches', 'predict', 'overview', 'strip']);

interface Props {
  readonly page: StagePage;
  readonly sound: StageSound;
}

/** The stage with a choice of the page's held-out questions. */
export function PageStage({ page, sound }: Props) {
  const m = useMessages().stage;
  const [index, setIndex] = useState(0);
  const answerer = useMemo(() => pageAnswerer(page), [page]);
  const questions = page.facts.questions.map(({ video, text }, number) => ({
    value: String(number),
    label: `${number + 1}. ${video}: ${text}`,
  }));
  return (
    <>
      <LanguageChoice />
      <Select
        label={m.pageQuestions}
        data={questions}
        value={String(index)}
        allowDeselect={false}
        searchable
        onChange={(value) => value !== null && setIndex(Number(value))}
      />
      <p className="muted">{m.pageSeconds}</p>
      <Stage
        key={index}
        {...{ answerer, sound, controls }}
        permitted={pageFaults}
        question={index}
        strengths={pageStrengths}
      />
    </>
  );
}
