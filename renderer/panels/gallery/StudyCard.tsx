import { UnstyledButton } from '@mantine/core';
import { GraphPicture } from '../../canvas/GraphPicture';
import type { PresetStudy } from '../../documents/preset-studies';
import { useMessages } from '../../words';
import { aboutText } from '../../words/estimate';
import { studyTexts } from '../../words/presets';
import { openPresetStudy } from '../experiments/study-commands';
import { usePlan } from '../experiments/use-plan';
import { firstSentence } from './groups';

/** A study with its number of runs, and with their time if finished runs determine it. */
export function StudyCard({ study }: { readonly study: PresetStudy }) {
  const messages = useMessages();
  const m = messages.experiments.study;
  const { name, document } = study;
  const { title, description } = studyTexts(name, document);
  const { count, plan } = usePlan(document, undefined, 0);
  const facts = [
    count !== undefined && m.runs(count),
    plan !== undefined && plan.done > 0 && m.ofThemDone(plan.done),
    plan !== undefined && plan.secondsLeft !== null && plan.secondsLeft > 0 && aboutText(plan.secondsLeft, messages),
  ].filter((fact) => typeof fact === 'string');
  return (
    <UnstyledButton className="gallery-card" title={description} onClick={() => openPresetStudy(study)}>
      <GraphPicture document={document.graph} />
      <span className="gallery-title">{title}</span>
      <span className="gallery-facts">{facts.join(' · ')}</span>
      <span className="muted">{firstSentence(description)}</span>
    </UnstyledButton>
  );
}
