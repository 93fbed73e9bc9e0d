import { UnstyledButton } from '@mantine/core';
import type { PresetStudy } from '../../documents/preset-studies';
import { useMessages } from '../../words';
import { formatDuration } from '../../words/format';
import { studyTexts } from '../../words/presets';
import { openPresetStudy } from '../experiments/study-commands';
import { usePlan } from '../experiments/use-plan';
import { usePresetStudies } from '../experiments/use-preset-studies';

/** The studies that come with the studio. */
export function Studies() {
  const studies = usePresetStudies();
  return (
    <ul className="gallery">
      {studies.map((study) => (
        <li key={study.name}>
          <StudyCard study={study} />
        </li>
      ))}
    </ul>
  );
}

/** A study with its number of runs, and the time that they take where finished runs tell it. */
function StudyCard({ study }: { readonly study: PresetStudy }) {
  const m = useMessages().experiments.study;
  const { name, document } = study;
  const { title, description } = studyTexts(name, document);
  const { count, plan } = usePlan(document, undefined, 0);
  const facts = [
    count !== undefined && m.runs(count),
    plan !== undefined && plan.done > 0 && m.ofThemDone(plan.done),
    plan !== undefined && plan.secondsLeft !== null && plan.secondsLeft > 0 && m.time(formatDuration(plan.secondsLeft)),
  ].filter((fact) => typeof fact === 'string');
  return (
    <UnstyledButton className="gallery-card" onClick={() => openPresetStudy(study)}>
      <span className="gallery-title">{title}</span>
      <span className="gallery-facts">{facts.join(' · ')}</span>
      <span className="muted">{description}</span>
    </UnstyledButton>
  );
}
